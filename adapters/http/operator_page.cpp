#include "http/operator_page.hpp"

#include <openssl/evp.h>

#include <array>

namespace daybook::http {

namespace {

// The script puts text into the page with textContent only: nothing that the book holds is ever
// read as HTML.
constexpr std::string_view page = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Daybook</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<style>
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
</style>
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
<script>
"use strict";
const refreshMs = 2000;
const shownMax = 200;
const pagesMax = 20;
const liveStatuses = ["PENDING_NEW", "NEW", "PARTIALLY_FILLED", "PENDING_CANCEL",
  "PENDING_REPLACE", "STOPPED", "SUSPENDED", "DONE_FOR_DAY"];
const live = "status=" + liveStatuses.join(",") + "&";
const tables = [
  {title: "Open discrepancies", path: "discrepancies", query: "", alarm: true,
   keep: row => row.state === "OPEN",
   columns: [["No.", "discrepancy", 1], ["Kind", "kind"], ["Opened", "opened_at"],
             ["Entry", "entry", 1], ["Detail", "detail"]]},
  {title: "Balances", path: "balances", query: "",
   columns: [["Asset", "asset"], ["Available", "available", 1], ["Held", "held", 1],
             ["Fees", "fees", 1], ["External", "external", 1]]},
  {title: "Positions", path: "positions", query: "",
   columns: [["Exchange", "exchange"], ["Symbol", "symbol"], ["Quantity", "quantity_base", 1],
             ["Average price", "average_price_quote", 1], ["Cost", "cost_quote", 1],
             ["Realised P&L", "realized_pnl_quote", 1], ["Fees", "fees_quote", 1]]},
  {title: "Open orders", path: "orders", query: live,
   columns: [["Created", "created_at"], ["Symbol", "symbol"], ["Side", "side"], ["Type", "type"],
             ["Price", "price_quote", 1], ["Quantity", "quantity_base", 1],
             ["Filled", "filled_base", 1], ["Leaves", "leaves_base", 1], ["Status", "status"],
             ["Key", "idempotency_key"]]},
];
const exchangeTable = {title: "Exchanges",
  columns: [["Exchange", "exchange"], ["Session", "session"], ["", "reason"],
            ["Paused", "paused_because"], ["To send", "requests_pending", 1],
            ["Unanswered", "requests_unanswered", 1], ["Reports waiting", "reports_waiting", 1],
            ["Last report", "last_report_at"], ["Spoken to by", "owner"]]};
const countTable = {title: "Open discrepancies by kind", alarm: true,
  columns: [["Kind", "kind"], ["Open", "count", 1]]};
const byId = id => document.getElementById(id);
let account = decodeURIComponent(location.hash.slice(1));

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

async function get(path) {
  const response = await fetch(path, {signal: AbortSignal.timeout(10000)});
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail || response.statusText);
  return body;
}

// Rows that a table keeps may stand on any page of its list.
async function load(base, table) {
  const url = base + table.path + "?" + table.query;
  if (!table.keep) {
    const page = await get(url + "limit=" + shownMax);
    return {items: page.items, more: page.next_cursor !== null};
  }
  const items = [];
  let cursor = "";
  for (let pages = 0; pages < pagesMax && items.length < shownMax; ++pages) {
    const page = await get(url + "limit=1000" + cursor);
    items.push(...page.items.filter(table.keep));
    if (page.next_cursor === null) return {items, more: false};
    cursor = "&cursor=" + encodeURIComponent(page.next_cursor);
  }
  return {items, more: true};
}

function text(value) {
  return value === null || value === undefined ? "" : String(value);
}

function row(columns, item) {
  const line = element("tr");
  for (const [, member, isNumber] of columns) {
    line.append(element("td", text(item[member]), isNumber ? "number" : ""));
  }
  return line;
}

function panel(table, items, more) {
  const section = element("section", undefined, table.alarm && items.length ? "alarm" : "");
  const head = element("div");
  head.append(element("h2", table.title));
  head.append(element("span", more ? "the first " + items.length : text(items.length), "note"));
  section.append(head);
  if (!items.length) {
    section.append(element("div", "none", "empty"));
    return section;
  }
  const scroll = element("div", undefined, "scroll");
  const grid = element("table");
  grid.setAttribute("aria-label", table.title);
  const titles = element("tr");
  for (const [title, , isNumber] of table.columns) {
    const cell = element("th", title, isNumber ? "number" : "");
    cell.scope = "col";
    titles.append(cell);
  }
  const body = element("tbody");
  for (const item of items) body.append(row(table.columns, item));
  const top = element("thead");
  top.append(titles);
  grid.append(top, body);
  scroll.append(grid);
  section.append(scroll);
  return section;
}

function showAccounts(accounts) {
  const buttons = accounts.map(item => {
    const button = element("button", item.account_id);
    button.type = "button";
    button.setAttribute("aria-pressed", String(item.account_id === account));
    button.addEventListener("click", () => { choose(item.account_id); });
    return button;
  });
  const nav = byId("accounts");
  const names = buttons.map(button => button.textContent).join("\n");
  if (nav.dataset.names === names && nav.dataset.chosen === account) return;
  const focused = nav.contains(document.activeElement) && document.activeElement.textContent;
  nav.dataset.names = names;
  nav.dataset.chosen = account;
  nav.replaceChildren(...buttons);
  const again = buttons.find(button => button.textContent === focused);
  if (again) again.focus();
}

function choose(name) {
  account = name;
  location.hash = encodeURIComponent(name);
  refresh();
}

let turn = 0;
async function refresh() {
  const mine = ++turn;
  try {
    const {items: accounts} = await get("/v1/accounts?limit=1000");
    if (!accounts.some(item => item.account_id === account)) {
      account = accounts.length ? accounts[0].account_id : "";
    }
    const chosen = accounts.find(item => item.account_id === account);
    const base = "/v1/accounts/" + encodeURIComponent(account) + "/";
    const pages = chosen ? await Promise.all(tables.map(table => load(base, table))) : [];
    const counts = chosen ? (await get(base + "discrepancies/counts")).open : [];
    const {items: exchanges} = await get("/v1/exchanges");
    if (mine !== turn) return;
    const above = [];
    if (exchanges.length) above.push(panel(exchangeTable, exchanges, false));
    if (counts.length) above.push(panel(countTable, counts, false));
    showAccounts(accounts);
    byId("account-note").textContent = chosen
      ? [chosen.funding, chosen.cost_basis, chosen.state, chosen.last_seq + " entries"].join(" / ")
      : "no account yet";
    byId("tables").replaceChildren(
      ...above, ...pages.map((page, i) => panel(tables[i], page.items, page.more)));
    byId("state").textContent = "as of " + new Date().toLocaleTimeString();
    byId("state").className = "";
  } catch (error) {
    if (mine !== turn) return;
    byId("state").textContent = "not up to date: " + error.message;
    byId("state").className = "bad";
  }
}

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, refreshMs);
}
document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
window.addEventListener("hashchange", () => {
  account = decodeURIComponent(location.hash.slice(1));
  refresh();
});
keepFresh();
</script>
</body>
</html>
)html";

constexpr std::string_view icon =
    R"svg(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">)svg"
    R"svg(<rect x="4" y="2" width="24" height="28" rx="3" fill="#0b6e4f"/>)svg"
    R"svg(<path d="M16 7v18M8 11h5M8 16h5M8 21h5M19 11h5M19 16h5M19 21h5")svg"
    R"svg( stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>)svg";

/// What stands between the tags of the element's first occurrence.
std::string_view inner_text(std::string_view element) {
    auto const open = "<" + std::string{element} + ">";
    auto const begin = page.find(open) + open.size();
    return page.substr(begin, page.find("</" + std::string{element} + ">", begin) - begin);
}

std::string sha256_base64(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::array<unsigned char, 2 * EVP_MAX_MD_SIZE> encoded{};
    auto const length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
    return {encoded.begin(), encoded.begin() + length};
}

}  // namespace

std::string_view operator_page() { return page; }

std::string page_security_policy() {
    return "default-src 'none'; connect-src 'self'; img-src 'self'; script-src 'sha256-" +
           sha256_base64(inner_text("script")) + "'; style-src 'sha256-" +
           sha256_base64(inner_text("style")) +
           "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

std::string_view page_icon() { return icon; }

}  // namespace daybook::http
