#include "services/book_timeline.hpp"

#include <string>

namespace daybook::services {

namespace {

std::string draw(ports::OrderIdSource& ids) { return ids.next(1).front().to_string(); }

bool is_complete(model::BookIdentity const& identity) {
    return !identity.book_id.empty() && !identity.timeline.empty();
}

}  // namespace

model::BookIdentity identify_book(ports::UnitOfWork& unit_of_work, ports::OrderIdSource& ids) {
    model::BookIdentity identity;
    unit_of_work.run([&](ports::Repositories& repositories) {
        identity = repositories.identity.find();
        if (is_complete(identity)) return ports::Commit::no;
        auto const id = identity.book_id.empty() ? draw(ids) : identity.book_id;
        repositories.identity.save_missing({id, id});
        identity = repositories.identity.find();
        return ports::Commit::yes;
    });
    return identity;
}

model::BookIdentity begin_timeline(ports::UnitOfWork& unit_of_work, ports::OrderIdSource& ids) {
    model::BookIdentity identity;
    unit_of_work.run([&](ports::Repositories& repositories) {
        identity = repositories.identity.find();
        if (identity.book_id.empty()) identity.book_id = draw(ids);
        identity.timeline = draw(ids);
        repositories.identity.save(identity);
        return ports::Commit::yes;
    });
    return identity;
}

}  // namespace daybook::services
