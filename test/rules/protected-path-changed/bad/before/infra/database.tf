instance_class = "db.t4g.large"
