#include "support/book_text.hpp"

#include "json/record_writer.hpp"

namespace daybook::support {

using namespace model;

namespace {

constexpr std::size_t all = 1'000'000;

template <class Rows>
void append(std::string& text, Rows const& rows) {
    for (auto const& row : rows) {
        json::append_json(text, row);
        text += '\n';
    }
}

void append_account(std::string& text, ports::BookReader& book, AccountId const& id) {
    text += id.value() + "\n";
    append(text, book.entries(id, 0, all));
    append(text, book.orders(id, {}, {}, all));
    append(text, book.executions(id, {}, 0, all));
    append(text, book.balances(id, {}, all));
    for (auto const& position : book.positions(id, {}, all)) {
        json::append_json(text, position, std::nullopt);
        text += '\n';
    }
    for (auto const& row : book.lots(id, {}, 0, all)) {
        json::append_json(text, row.instrument, row.lot);
        text += '\n';
    }
    append(text, book.discrepancies(id, 0, all));
}

}  // namespace

std::string text_of(ports::BookReader& book) {
    std::string text;
    append(text, book.assets({}, all));
    append(text, book.instruments({}, all));
    append(text, book.accounts({}, all));
    append_account(text, book, AccountId{definitions_account});
    for (auto const& account : book.accounts({}, all)) append_account(text, book, account.id);
    return text;
}

std::string text_of(ports::BookSnapshots& snapshots) {
    std::string text;
    snapshots.read([&](ports::BookReader& book) { text = text_of(book); });
    return text;
}

}  // namespace daybook::support
