#ifndef CONFORMANCE_LIVE_SERVERS_TEST_SAMPLE_HPP
#define CONFORMANCE_LIVE_SERVERS_TEST_SAMPLE_HPP

#include <string>

#include "conformance/live/servers/server.hpp"

namespace gauntlet::live {

// A server that answers each request of a connection with the next of `answers`, which `|` parts, and
// closes the connection after the last. In its folder: its number in `pid`, what it got in `requests`.
inline server_recipe answering(const std::string& answers) {
  server_recipe recipe;
  recipe.name = "sample";
  // Not one of the user's own, which nobody else may start.
  recipe.command = {"/usr/bin/python3", "-B", "{{dir}}/serve.py", "{{port_web}}"};
  recipe.files["serve.py"] =
      "import os, socket, sys\n"
      "open('pid', 'w').write(str(os.getpid()))\n"
      "with socket.create_server(('127.0.0.1', int(sys.argv[1]))) as s:\n"
      "    while True:\n"
      "        c, _ = s.accept()\n"
      "        try:\n"
      "            for answer in open('answers', 'rb').read().split(b'|'):\n"
      "                got = c.recv(65536)\n"
      "                if not got: break\n"
      "                with open('requests', 'ab') as kept: kept.write(got)\n"
      "                c.sendall(answer)\n"
      "        except OSError: pass\n"
      "        c.close()\n";
  recipe.files["answers"] = answers;
  recipe.ports = {"web"};
  return recipe;
}

}  // namespace gauntlet::live

#endif
