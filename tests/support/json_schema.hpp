#pragma once

#include <string>

#include <boost/json/value.hpp>

namespace daybook::support {

/// The schemas of a document, in the part of JSON Schema that the API's document uses: type,
/// properties, required, additionalProperties, items, maxItems, enum, pattern, format, oneOf, anyOf
/// and $ref.
///
/// An object has the members that its schema names and no others, unless additionalProperties says
/// something else: a member that nobody has described is a fault.
/// Throws: std::runtime_error for a keyword that it does not know.
class JsonSchemas {
  public:
    /// `document` is what references start from; it outlives this.
    explicit JsonSchemas(boost::json::value const& document) : document_{document} {}

    /// What is wrong with a value, a fault a line with the place of it; empty where nothing is.
    [[nodiscard]] std::string faults(boost::json::value const& value,
                                     boost::json::value const& schema) const;

  private:
    boost::json::value const& document_;
};

}  // namespace daybook::support
