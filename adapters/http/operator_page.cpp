#include "http/operator_page.hpp"

#include <openssl/evp.h>

#include <array>

#include "http/operator_page_script.hpp"

namespace daybook::http {

namespace {

constexpr std::string_view head = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Daybook</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<style>)html";

constexpr std::string_view style = R"css(
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --panel: #ffffff; --ink: #1a2230; --muted: #5b6677; --line: #dde2ea;
  --accent: #0b6e4f; --warn: #a33b12; --warn-ground: #fdf0e9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161d; --panel: #1a202a; --ink: #e6eaf1; --muted: #99a5b8; --line: #2c3544;
    --accent: #4cc39a; --warn: #f0a07c; --warn-ground: #33221b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline;
  padding: 1rem 1.5rem; background: var(--panel); border-bottom: 1px solid var(--line); }
h1 { font-size: 1.15rem; margin: 0; letter-spacing: .01em; }
h2 { font-size: .95rem; margin: 0; }
#state { margin-left: auto; color: var(--muted); font-variant-numeric: tabular-nums; }
#state.bad { color: var(--warn); font-weight: 600; }
main { max-width: 90rem; margin: 0 auto; padding: 1.25rem 1.5rem 3rem; }
main, #tables { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
nav { display: flex; flex-wrap: wrap; gap: .4rem; }
nav button { font: inherit; color: inherit; background: var(--panel); cursor: pointer;
  border: 1px solid var(--line); border-radius: 999px; padding: .25rem .9rem; }
nav button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent);
  font-weight: 600; }
nav button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { background: var(--panel); border: 1px solid var(--line); border-radius: .6rem; }
section > div:first-child { display: flex; gap: .75rem; align-items: baseline;
  padding: .75rem 1rem; }
.note { color: var(--muted); font-size: .85rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem 1rem; text-align: left; white-space: nowrap;
  border-top: 1px solid var(--line); }
th { font-weight: 600; font-size: .8rem; color: var(--muted); }
.number { text-align: right; }
.empty { padding: .25rem 1rem 1rem; color: var(--muted); }
.alarm { border-color: var(--warn); background: var(--warn-ground); }
.alarm h2 { color: var(--warn); }
)css";

constexpr std::string_view body = R"html(</style>
</head>
<body>
<header>
  <h1>Daybook</h1>
  <span class="note" id="account-note"></span>
  <span id="state" role="status" aria-live="polite">loading</span>
</header>
<main>
  <nav id="accounts" aria-label="Accounts"></nav>
  <div id="tables"></div>
</main>
<script>)html";

constexpr std::string_view end = R"html(</script>
</body>
</html>
)html";

constexpr std::string_view icon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)svg"
    R"svg(<rect x="4" y="2" width="24" height="28" rx="3" fill="#0b6e4f"/>)svg"
    R"svg(<path d="M16 7v18M8 11h5M8 16h5M8 21h5M19 11h5M19 16h5M19 21h5")svg"
    R"svg( stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>)svg";

std::string sha256_base64(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> encoded{};
    auto const length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return {encoded.begin(), encoded.begin() + length};
}

}  // namespace

std::string_view operator_page() {
    static auto const page =
        std::string{head}.append(style).append(body).append(page_script()).append(end);
    return page;
}

std::string page_security_policy() {
    return "default-src 'none'; connect-src 'self'; img-src 'self'; script-src 'sha256-" +
           sha256_base64(page_script()) + "'; style-src 'sha256-" + sha256_base64(style) +
           "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

std::string_view page_icon() { return icon; }

}  // namespace daybook::http
