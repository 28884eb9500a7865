"""The query screen 查询机: what is owed, used, planned and in force, and how things stand."""
