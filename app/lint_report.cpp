#include "app/lint_report.hpp"

#include "app/figures.hpp"
#include "json/object_writer.hpp"

namespace daybook::app {

std::string lint_text(std::vector<sql::LintFinding> const& findings, std::size_t files) {
    std::string text;
    for (auto const& finding : findings) {
        text += finding.path + ":" + std::to_string(finding.line) + ": " + finding.rule + ": " +
                finding.message + "\n";
    }
    return text + counted(files, "file", "files") + ", " +
           (findings.empty() ? "nothing found" : counted(findings.size(), "finding", "findings")) +
           "\n";
}

std::string lint_json(std::vector<sql::LintFinding> const& findings, std::size_t files) {
    std::string text;
    {
        json::ObjectWriter object{text};
        object.integer("files", files);
        auto& list = object.member("findings");
        list += '[';
        for (auto const& finding : findings) {
            if (!list.ends_with('[')) list += ',';
            json::ObjectWriter one{list};
            one.text("path", finding.path);
            one.integer("line", finding.line);
            one.text("rule", finding.rule);
            one.text("message", finding.message);
        }
        list += ']';
    }
    return text + "\n";
}

}  // namespace daybook::app
