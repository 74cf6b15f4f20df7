#pragma once

namespace daybook::services {

/// A visitor made of lambdas, one for each alternative.
template <class... Visitors>
struct Overloaded : Visitors... {
    using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace daybook::services
