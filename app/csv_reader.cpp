#include "app/csv_reader.hpp"

#include <algorithm>
#include <string_view>

#include "app/exit_code.hpp"
#include "json/utf8.hpp"

namespace daybook::app {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

CsvReader::CsvReader(std::string const& path, std::size_t record_bytes_max)
    : path_{path == "-" ? "standard input" : path},
      record_bytes_max_{record_bytes_max},
      lines_{path, record_bytes_max} {}

void CsvReader::refuse(std::string const& sentence) const {
    throw Failure{ExitCode::usage,
                  path_ + " line " + std::to_string(record_line_) + ": " + sentence};
}

bool CsvReader::read_line() {
    auto const line = lines_.next();
    if (!line) return false;
    ++line_;
    if (line->too_long || text_.size() + line->text.size() > record_bytes_max_) {
        if (text_.empty()) record_line_ = line_;
        refuse("the record is longer than " + std::to_string(record_bytes_max_) +
               " bytes (DAYBOOK_LINE_BYTES_MAX)");
    }
    text_ += line->text;
    if (!json::is_utf8(line->text)) {
        if (text_.size() == line->text.size()) record_line_ = line_;
        refuse("the text is not UTF-8");
    }
    if (line_ == 1 && text_.starts_with(byte_order_mark)) text_.erase(0, byte_order_mark.size());
    return true;
}

std::optional<std::vector<std::string>> CsvReader::next() {
    do {
        text_.clear();
        at_ = 0;
        if (!read_line()) return std::nullopt;
    } while (text_.empty());
    record_line_ = line_;
    std::vector<std::string> fields;
    while (true) {
        bool const is_quoted = at_ < text_.size() && text_[at_] == '"';
        fields.push_back(is_quoted ? quoted_field() : plain_field());
        if (at_ == text_.size()) return fields;
        ++at_;  // The comma.
    }
}

std::string CsvReader::plain_field() {
    auto const end = std::min(text_.find(',', at_), text_.size());
    auto field = text_.substr(at_, end - at_);
    if (field.find('"') != std::string::npos) {
        refuse(
            "the record has a quote inside of a field without quotes: the field must be in quotes, "
            "and the "
            "quote written twice");
    }
    at_ = end;
    return field;
}

std::string CsvReader::quoted_field() {
    ++at_;
    std::string field;
    while (true) {
        auto const quote = text_.find('"', at_);
        if (quote == std::string::npos) {
            field.append(text_, at_);
            at_ = text_.size();
            field += '\n';
            if (!read_line()) refuse("the record has a quote that is never closed");
            continue;
        }
        field.append(text_, at_, quote - at_);
        at_ = quote + 1;
        if (at_ == text_.size() || text_[at_] == ',') return field;
        if (text_[at_] != '"')
            refuse("the record has text between a closing quote and the next comma");
        field += '"';
        ++at_;
    }
}

}  // namespace daybook::app
