"""One-way strip screens of queue halls, each make described by a profile."""
