#include "http/operator_page_script.hpp"

namespace daybook::http {

namespace {

// The script puts text into the page with textContent only: nothing that the book holds is ever
// read as HTML. A row keeps its element as long as it is listed, and a text is put only where it
// differs, so that what is scrolled to stays in sight and what is selected stays selected.
constexpr std::string_view script = R"js(
"use strict";
const refreshMs = 2000;
const shownMax = 200;
const pagesMax = 20;
const openStatuses = ["PENDING_NEW", "NEW", "PARTIALLY_FILLED", "PENDING_CANCEL",
  "PENDING_REPLACE", "STOPPED", "SUSPENDED"];
const ofOpenOrders = "status=" + openStatuses.join(",");

// A column: title, member, and what its figures count: "count" is shown as it is, the others with
// the decimals of the row's asset, of its base asset, of its quote asset, or of its prices.
const exchangeTable = {title: "Exchanges", key: row => row.exchange,
  columns: [["Exchange", "exchange"], ["Session", "session"], ["", "reason"],
            ["Paused", "paused_because"], ["To send", "requests_pending", "count"],
            ["Unanswered", "requests_unanswered", "count"],
            ["Reports waiting", "reports_waiting", "count"], ["Last report", "last_report_at"],
            ["Spoken to by", "owner"]]};
const requestTable = {title: "Requests of which nobody knows what became", alarm: true,
  key: row => row.request,
  columns: [["Account", "account_id"], ["Exchange", "exchange"], ["Action", "action"],
            ["Request", "request"], ["Order", "order_id"], ["Since", "since"],
            ["Attempts", "attempts", "count"], ["Why", "reason"]]};
const countTable = {title: "Open discrepancies by kind", alarm: true, key: row => row.kind,
  columns: [["Kind", "kind"], ["Open", "count", "count"]]};
const tables = [
  {title: "Open discrepancies", path: "discrepancies", alarm: true,
   key: row => row.discrepancy, keep: row => row.state === "OPEN",
   columns: [["No.", "discrepancy", "count"], ["Kind", "kind"], ["Opened", "opened_at"],
             ["Entry", "entry", "count"], ["Detail", "detail"]]},
  {title: "Balances", path: "balances", key: row => row.asset,
   columns: [["Asset", "asset"], ["Available", "available", "asset"], ["Held", "held", "asset"],
             ["Fees", "fees", "asset"], ["External", "external", "asset"],
             ["Overdrawn: discrepancy", "overdrawn", "count"]]},
  {title: "Positions", path: "positions", key: row => row.exchange + " " + row.symbol,
   columns: [["Exchange", "exchange"], ["Symbol", "symbol"],
             ["Quantity", "quantity_base", "base"],
             ["Average price", "average_price_quote", "price"], ["Cost", "cost_quote", "quote"],
             ["Realised P&L", "realized_pnl_quote", "quote"], ["Fees", "fees_quote", "quote"]]},
  {title: "Open orders", path: "orders", query: ofOpenOrders + "&order=newest",
   count: "orders/count?" + ofOpenOrders, key: row => row.id,
   columns: [["Created", "created_at"], ["Exchange", "exchange"], ["Symbol", "symbol"],
             ["Side", "side"], ["Type", "type"], ["Price", "price_quote", "price"],
             ["Quantity", "quantity_base", "base"], ["Filled", "filled_base", "base"],
             ["Leaves", "leaves_base", "base"], ["Status", "status"],
             ["Key", "idempotency_key"]]},
];
const byId = id => document.getElementById(id);
let account = decodeURIComponent(location.hash.slice(1));

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

async function get(path) {
  const response = await fetch(path, {signal: AbortSignal.timeout(10000)});
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail || response.statusText);
  return body;
}

// Rows that a table keeps may stand on any page of its list.
async function load(base, table) {
  const url = base + table.path + "?" + (table.query ? table.query + "&" : "");
  if (!table.keep) {
    const page = await get(url + "limit=" + shownMax);
    const more = page.next_cursor !== null;
    const all = more && table.count ? await get(base + table.count) : undefined;
    return {items: page.items, more, all};
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

// Assets and instruments that rows have named, by their paths.
const known = new Map();
const assetPath = code => "/v1/assets/" + encodeURIComponent(code);
const instrumentPath = row => "/v1/instruments/" + encodeURIComponent(row.exchange) + "/" +
  encodeURIComponent(row.symbol);

async function learn(paths) {
  const unknown = [...new Set(paths)].filter(path => !known.has(path));
  await Promise.all(unknown.map(async path => { known.set(path, await get(path)); }));
}

async function learnUnitsOf(rows) {
  const traded = rows.filter(row => row.symbol).map(instrumentPath);
  await learn(traded);
  const instruments = traded.map(path => known.get(path));
  await learn([...rows.filter(row => row.asset).map(row => row.asset),
    ...instruments.flatMap(item => [item.base_asset, item.quote_asset])].map(assetPath));
}

const decimalsOf = code => known.get(assetPath(code)).display_decimals;

function decimalsIn(row, unit) {
  if (unit === "asset") return decimalsOf(row.asset);
  const instrument = known.get(instrumentPath(row));
  if (unit === "base") return decimalsOf(instrument.base_asset);
  const quote = decimalsOf(instrument.quote_asset);
  const [, tick = ""] = instrument.price_increment_quote.split(".");
  return unit === "price" ? Math.max(quote, tick.length) : quote;
}

// Half away from zero, on the digits: a number of the script would lose some of them.
function rounded(text, decimals) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const kept = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  const next = fraction.charAt(decimals) >= "5" ? 1n : 0n;
  const digits = String(kept + next).padStart(decimals + 1, "0");
  const end = digits.length - decimals;
  const shown = digits.slice(0, end) + (decimals ? "." + digits.slice(end) : "");
  return (/[1-9]/.test(shown) ? sign : "") + shown;
}

function fill(line, columns, row) {
  columns.forEach(([, member, unit], i) => {
    const cell = line.cells[i];
    const value = row[member];
    const full = value === null || value === undefined ? "" : String(value);
    const isFigure = full !== "" && unit && unit !== "count";
    put(cell, isFigure ? rounded(full, decimalsIn(row, unit)) : full);
    if (isFigure && cell.title !== full) cell.title = full;
  });
}

function emptyLine(columns, key) {
  const line = element("tr");
  line.dataset.key = key;
  for (const [, , unit] of columns) line.append(element("td", undefined, unit ? "number" : ""));
  return line;
}

function patchRows(body, table, rows) {
  const keys = rows.map(row => account + " " + table.key(row));
  const wanted = new Set(keys);
  const lines = new Map();
  for (const line of [...body.rows]) {
    if (wanted.has(line.dataset.key)) lines.set(line.dataset.key, line);
    else line.remove();
  }
  let place = body.firstElementChild;
  rows.forEach((row, i) => {
    const line = lines.get(keys[i]) || emptyLine(table.columns, keys[i]);
    fill(line, table.columns, row);
    if (line === place) place = place.nextElementSibling;
    else body.insertBefore(line, place);
  });
}

function note({items, more, all}) {
  if (!more) return String(items.length);
  if (!all) return "the first " + items.length;
  return "the newest " + items.length + " of " + (all.exact ? "" : "at least ") +
    all.count.toLocaleString("en");
}

// A section of the page for a table, and the function that shows a list in it.
function panel(table) {
  const section = element("section");
  section.hidden = true;
  const head = element("div");
  const said = element("span", undefined, "note");
  head.append(element("h2", table.title), said);
  const none = element("div", "none", "empty");
  const scroll = element("div", undefined, "scroll");
  const grid = element("table");
  grid.setAttribute("aria-label", table.title);
  const titles = element("tr");
  for (const [title, , unit] of table.columns) {
    const cell = element("th", title, unit ? "number" : "");
    cell.scope = "col";
    titles.append(cell);
  }
  const top = element("thead");
  const body = element("tbody");
  top.append(titles);
  grid.append(top, body);
  scroll.append(grid);
  section.append(head, none, scroll);
  byId("tables").append(section);
  return list => {
    section.hidden = list === undefined;
    if (!list) return;
    section.classList.toggle("alarm", Boolean(table.alarm) && list.items.length > 0);
    put(said, note(list));
    none.hidden = list.items.length > 0;
    scroll.hidden = !none.hidden;
    patchRows(body, table, list.items);
  };
}

const showExchanges = panel(exchangeTable);
const showRequests = panel(requestTable);
const showCounts = panel(countTable);
const shows = tables.map(panel);
const ifAny = items => items.length ? {items, more: false} : undefined;

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
    const chosen = accounts.find(item => item.account_id === account) || accounts[0];
    const base = "/v1/accounts/" + encodeURIComponent(chosen ? chosen.account_id : "") + "/";
    const lists = chosen ? await Promise.all(tables.map(table => load(base, table))) : [];
    const counts = chosen ? (await get(base + "discrepancies/counts")).open : [];
    const {items: exchanges} = await get("/v1/exchanges");
    const unknown = await get("/v1/requests?state=ABANDONED&limit=" + shownMax);
    await learnUnitsOf(lists.flatMap(list => list.items));
    if (mine !== turn) return;
    account = chosen ? chosen.account_id : "";
    showAccounts(accounts);
    put(byId("account-note"), chosen
      ? [chosen.funding, chosen.cost_basis, chosen.state, chosen.last_seq + " entries"].join(" / ")
      : "no account yet");
    showExchanges(ifAny(exchanges));
    showRequests(unknown.items.length
      ? {items: unknown.items, more: unknown.next_cursor !== null} : undefined);
    showCounts(ifAny(counts));
    shows.forEach((show, i) => show(lists[i]));
    put(byId("state"), "as of " + new Date().toLocaleTimeString());
    byId("state").className = "";
  } catch (error) {
    if (mine !== turn) return;
    put(byId("state"), "not up to date: " + error.message);
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
)js";

}  // namespace

std::string_view page_script() { return script; }

}  // namespace daybook::http
