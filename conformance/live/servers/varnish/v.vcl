vcl 4.1;
backend origin { .host = "127.0.0.1"; .port = "{{origin_port}}"; }
sub vcl_recv {
  if (req.url ~ "^/return-401/") { return (synth(401)); }
  set req.url = regsub(req.url, "^/proxy/", "/origin/");
  return (pass);
}
