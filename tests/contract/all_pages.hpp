#pragma once

#include <cstddef>

#include <gtest/gtest.h>

namespace daybook::contract {

/// Every row of a list that is read in pages of `limit`.
/// Shape: next(row) gives the arguments of page(after, limit) that continue after `row`.
template <class After, class Page, class Next>
auto all_pages(After after, std::size_t limit, Page page, Next next) {
    auto rows = page(after, limit);
    auto latest = rows;
    while (latest.size() == limit) {
        after = next(rows.back());
        latest = page(after, limit);
        EXPECT_LE(latest.size(), limit);
        rows.insert(rows.end(), latest.begin(), latest.end());
    }
    return rows;
}

}  // namespace daybook::contract
