#include "json/document_reader.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include "json/utf8.hpp"

namespace daybook::json {

namespace {

using boost::json::error_code;
using boost::json::string_view;

constexpr std::size_t depth_max = 32;

/// Follows the parser through a document and hands what is inside the objects to a collector.
class Handler {
  public:
    static constexpr std::size_t max_object_size = SIZE_MAX;
    static constexpr std::size_t max_array_size = SIZE_MAX;
    static constexpr std::size_t max_key_size = SIZE_MAX;
    static constexpr std::size_t max_string_size = SIZE_MAX;

    Handler(DocumentShape shape, std::size_t objects_max,
            std::function<void(CollectedObject)> const& take)
        : shape_{shape}, objects_max_{objects_max}, take_{take} {}

    [[nodiscard]] std::optional<model::Malformed> const& failure() const { return failure_; }
    [[nodiscard]] DocumentFrame const& frame() const { return frame_; }
    [[nodiscard]] bool has_commands() const { return commands_seen_; }

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }

    bool on_object_begin(error_code& ec) {
        if (object_.is_open()) {
            object_.open(true);
        } else if (skipped_depth_ > 0) {
            ++skipped_depth_;
        } else if (expects_object()) {
            object_.begin();
        } else if (shape_ == DocumentShape::batch && place_ == Place::outside) {
            place_ = Place::envelope;
        } else {
            return wrong_value(ec);
        }
        return true;
    }

    bool on_object_end(std::size_t, error_code& ec) {
        if (object_.is_open()) {
            object_.close();
            return object_.is_open() || hand_over(object_.take(), ec);
        }
        if (skipped_depth_ > 0) {
            --skipped_depth_;
        } else {
            place_ = Place::outside;
        }
        return true;
    }

    bool on_array_begin(error_code& ec) {
        if (object_.is_open()) {
            object_.open(false);
        } else if (skipped_depth_ > 0) {
            ++skipped_depth_;
        } else if (place_ == Place::list) {
            skipped_depth_ = 1;
            return hand_over(not_an_object(), ec);
        } else if (begins_list()) {
            place_ = Place::list;
            frame_.is_array = true;
        } else {
            return wrong_value(ec);
        }
        return true;
    }

    bool on_array_end(std::size_t, error_code&) {
        if (object_.is_open()) {
            object_.close();
        } else if (skipped_depth_ > 0) {
            --skipped_depth_;
        } else {
            place_ = shape_ == DocumentShape::batch ? Place::envelope : Place::outside;
        }
        return true;
    }

    bool on_key_part(string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_key(string_view part, std::size_t, error_code& ec) {
        gather(part);
        auto const key = std::exchange(gathered_, {});
        if (object_.is_open()) {
            object_.name(key);
        } else if (skipped_depth_ == 0) {
            return envelope_name(key, ec);
        }
        return true;
    }

    bool on_string_part(string_view part, std::size_t, error_code&) { return gather(part); }
    bool on_string(string_view part, std::size_t, error_code& ec) {
        if (object_.is_open() && gathered_.empty()) {
            object_.text(std::string_view{part.data(), part.size()});
            return true;
        }
        gather(part);
        auto const text = std::exchange(gathered_, {});
        if (!object_.is_open()) return scalar_outside(ec);
        object_.text(text);
        return true;
    }

    bool on_number_part(string_view, error_code&) { return true; }
    bool on_int64(std::int64_t value, string_view, error_code& ec) {
        if (!object_.is_open()) return scalar_outside(ec);
        object_.integer(std::to_string(value));
        return true;
    }
    bool on_uint64(std::uint64_t value, string_view, error_code& ec) {
        if (!object_.is_open()) return scalar_outside(ec);
        object_.integer(std::to_string(value));
        return true;
    }
    bool on_double(double, string_view, error_code& ec) {
        return other("a number that is no integer; decimals are written as strings", ec);
    }
    bool on_null(error_code& ec) { return other("null; leave out what has no value", ec); }
    bool on_bool(bool value, error_code& ec) {
        if (!object_.is_open() && place_ == Place::envelope && name_ == "atomic") {
            frame_.atomic = value;
            return true;
        }
        if (!object_.is_open()) return scalar_outside(ec);
        object_.boolean(value);
        return true;
    }

    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

  private:
    enum class Place { outside, envelope, list };

    [[nodiscard]] bool expects_object() const {
        return place_ == Place::list ||
               (place_ == Place::outside && shape_ != DocumentShape::batch);
    }

    [[nodiscard]] bool begins_list() const {
        return shape_ == DocumentShape::batch
                   ? place_ == Place::envelope && name_ == "commands"
                   : shape_ == DocumentShape::object_or_array && place_ == Place::outside;
    }

    bool gather(string_view part) {
        gathered_.append(part.data(), part.size());
        return true;
    }

    bool other(std::string_view type, error_code& ec) {
        if (!object_.is_open()) return scalar_outside(ec);
        object_.other(type);
        return true;
    }

    bool scalar_outside(error_code& ec) {
        if (skipped_depth_ > 0) return true;
        if (place_ == Place::list) return hand_over(not_an_object(), ec);
        return wrong_value(ec);
    }

    bool envelope_name(std::string const& name, error_code& ec) {
        name_ = name;
        auto& seen = name == "atomic" ? atomic_seen_ : commands_seen_;
        if (name != "atomic" && name != "commands") {
            auto const shown = std::string{utf8_prefix(name, ObjectCollector::name_bytes_max)};
            return fail(model::Refusal::unknown_field, shown, shown + " is no member of a batch",
                        ec);
        }
        if (std::exchange(seen, true)) {
            return fail(model::Refusal::duplicate_field, name, name + " is given twice", ec);
        }
        return true;
    }

    static CollectedObject not_an_object() {
        CollectedObject object;
        object.is_object = false;
        object.problem.emplace();
        object.problem->refusal = model::Refusal::wrong_type;
        object.problem->detail = "a command is a JSON object";
        return object;
    }

    bool hand_over(CollectedObject object, error_code& ec) {
        if (++objects_ > objects_max_) {
            return fail(model::Refusal::invalid_value, "commands",
                        "more than " + std::to_string(objects_max_) + " commands", ec);
        }
        take_(std::move(object));
        return true;
    }

    bool wrong_value(error_code& ec) {
        if (place_ == Place::envelope) {
            auto const* type = name_ == "atomic" ? " is true or false" : " is an array of objects";
            return fail(model::Refusal::wrong_type, name_, name_ + type, ec);
        }
        return fail(model::Refusal::wrong_type, "", "the text is not a JSON object", ec);
    }

    bool fail(model::Refusal refusal, std::string field, std::string detail, error_code& ec) {
        failure_.emplace();
        failure_->refusal = refusal;
        failure_->field = std::move(field);
        failure_->detail = std::move(detail);
        ec = boost::json::error::syntax;
        return false;
    }

    DocumentShape shape_;
    std::size_t objects_max_;
    std::function<void(CollectedObject)> const& take_;
    ObjectCollector object_;
    DocumentFrame frame_;
    std::optional<model::Malformed> failure_;
    Place place_ = Place::outside;
    std::size_t skipped_depth_ = 0;
    std::size_t objects_ = 0;
    std::string name_;
    std::string gathered_;
    bool atomic_seen_ = false;
    bool commands_seen_ = false;
};

model::Malformed malformed_json(std::size_t at_byte, std::string const& what) {
    model::Malformed malformed;
    malformed.refusal = model::Refusal::malformed_json;
    malformed.detail = "not JSON at byte " + std::to_string(at_byte) + ": " + what;
    return malformed;
}

}  // namespace

tl::expected<DocumentFrame, model::Malformed> read_document(
    std::string_view text, DocumentShape shape, std::size_t objects_max,
    std::function<void(CollectedObject)> const& take) {
    boost::json::parse_options options;
    options.max_depth = depth_max;
    boost::json::basic_parser<Handler> parser{options, shape, objects_max, take};
    error_code ec;
    auto const read = parser.write_some(false, text.data(), text.size(), ec);
    auto const& handler = parser.handler();
    if (handler.failure()) return tl::unexpected{*handler.failure()};
    if (ec) return tl::unexpected{malformed_json(read, ec.message())};
    if (text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) {
        return tl::unexpected{malformed_json(read, "text after the end")};
    }
    if (shape == DocumentShape::batch && !handler.has_commands()) {
        model::Malformed missing;
        missing.refusal = model::Refusal::missing_field;
        missing.field = "commands";
        missing.detail = "commands is missing";
        return tl::unexpected{std::move(missing)};
    }
    return handler.frame();
}

}  // namespace daybook::json
