#include "app/account_pages.hpp"

#include "app/exit_code.hpp"

namespace daybook::app {

void for_each_account(ports::BookReader& book, std::optional<std::string> const& only,
                      std::function<bool(model::Account const&)> const& use) {
    if (only) {
        auto const account = book.account(model::AccountId{*only});
        if (!account) throw Failure{ExitCode::usage, "there is no account " + *only};
        use(*account);
        return;
    }
    for_each_row<model::AccountId>(
        [&](auto const& after) { return book.accounts(after, page_rows); },
        [](model::Account const& account) { return account.id; }, use);
}

}  // namespace daybook::app
