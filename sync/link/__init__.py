"""The link in the hall: takes facts from the controller and delivers them to headquarters."""
