"""People counted by a Modbus input or counter register."""
