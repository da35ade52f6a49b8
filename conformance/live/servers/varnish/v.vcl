vcl 4.1;
backend origin { .host = "127.0.0.1"; .port = "{{origin_port}}"; }
sub vcl_recv {
  if (req.url ~ "^/return-401/") { return (synth(401)); }
  if (req.url ~ "^/cache/") {
    // And then what it does by itself.
    set req.url = regsub(req.url, "^/cache/", "/origin/");
  } else {
    set req.url = regsub(req.url, "^/proxy/", "/origin/");
    return (pass);
  }
}
