#pragma once

#include <map>

#include "services/account_book.hpp"

namespace daybook::services {

/// What a run of commands works on.
struct LoadedBooks {
    ReferenceData reference;
    std::map<model::AccountId, AccountBook> accounts;
};

}  // namespace daybook::services
