#include <array>
#include <cstdio>
#include <gauntlet/gauntlet.hpp>
#include <string_view>

int main() {
  std::array<char, 64> buffer{};
  gauntlet::writer out(buffer);
  out.challenge("Basic");
  out.param("realm", "simple");
  const auto written = out.finish();
  if (!written || written.value != "Basic realm=\"simple\"") return 1;

  gauntlet::reader in(written.value, gauntlet::operation::challenges);
  if (in.next() != gauntlet::event::auth_scheme || in.scheme() != "Basic") return 1;
  if (in.next() != gauntlet::event::auth_param || !in.param().value.equals("simple")) return 1;
  if (in.next() != gauntlet::event::end) return 1;
  std::printf("gauntlet %d.%d\n", gauntlet::version_major, gauntlet::version_minor);
}
