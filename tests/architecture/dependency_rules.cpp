#include "architecture/dependency_rules.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

namespace daybook::architecture {
namespace {

/// Headers that are not ours and where they may be included; '*' stands for any text.
struct ForeignRule {
    std::string header;
    std::vector<std::string> places;
};

constexpr std::array test_folders = {"support",  "architecture", "contract", "e2e",
                                     "property", "simulation",   "bench"};

bool matches(std::string const& pattern, std::string_view text) {
    return fnmatch(pattern.c_str(), std::string(text).c_str(), 0) == 0;
}

/// The places, and the tests that talk to the outside world as they do.
std::vector<std::string> and_outer_tests(std::vector<std::string> places) {
    for (auto const* folder : {"adapters", "support", "e2e", "bench"}) {
        places.push_back(std::string("tests/") + folder + "/*");
    }
    return places;
}

/// The first rule whose header matches decides.
std::vector<ForeignRule> const& foreign_rules() {
    static std::vector<ForeignRule> const rules = {
        {"tl/expected.hpp", {"domain/*", "ports/*", "adapters/*", "app/*", "tests/*"}},
        {"boost/multiprecision/*", {"domain/model/decimal*.cpp"}},
        {"boost/asio*", and_outer_tests({"adapters/http/*", "adapters/paper/*", "app/*"})},
        {"boost/beast*", and_outer_tests({"adapters/http/*", "adapters/paper/*", "app/*"})},
        {"boost/json*", and_outer_tests({"adapters/json/*", "adapters/http/*", "tests/app/*"})},
        {"boost/url*", and_outer_tests({"adapters/http/*", "adapters/postgres/*", "app/*"})},
        {"boost/system/*",
         and_outer_tests({"adapters/http/*", "adapters/json/*", "adapters/paper/*", "app/*"})},
        {"pqxx/*", and_outer_tests({"adapters/postgres/*"})},
        {"libpq*", and_outer_tests({"adapters/postgres/*"})},
        {"sqlite3.h", and_outer_tests({"adapters/sqlite/*"})},
        {"quickfix/*", and_outer_tests({"adapters/fix/*"})},
        {"openssl/*", and_outer_tests({"adapters/system/*", "adapters/http/*"})},
        {"prometheus/*", and_outer_tests({"adapters/http/*"})},
        // Whoever logs goes through adapters/log; fix has a file of messages besides.
        {"spdlog/*", and_outer_tests({"adapters/log/*", "adapters/fix/wire_log.*"})},
        {"CLI/*", {"app/*"}},
        {"gtest/*", {"tests/*"}},
        {"gmock/*", {"tests/*"}},
        {"rapidcheck*", {"tests/*"}},
        {"benchmark/*", {"tests/bench/*"}},
        // The operating system.
        {"sys/*.h", {"adapters/*", "app/*", "tests/*"}},
        {"netinet/*.h", {"adapters/*", "app/*", "tests/*"}},
        {"arpa/*.h", {"adapters/*", "app/*", "tests/*"}},
        {"*/*", {}},
        {"*.h", {"adapters/*", "app/*", "tests/*"}},
        // The standard library.
        {"*", {"*"}},
    };
    return rules;
}

Layer const* layer_of(std::string_view path) {
    for (auto const& layer : layers()) {
        auto const folder = std::string(layer.folder) + "/";
        if (path.starts_with(folder)) return &layer;
    }
    return nullptr;
}

std::string_view first_name(std::string_view include) {
    return include.substr(0, include.find('/'));
}

Layer const* layer_named(std::string_view name) {
    auto const found = std::ranges::find(layers(), name, &Layer::name);
    return found == layers().end() ? nullptr : &*found;
}

bool is_test_folder(std::string_view name) {
    return std::ranges::find(test_folders, name) != test_folders.end();
}

std::optional<std::string> refuse_own(std::string_view path, std::string const& name) {
    auto const first = first_name(name);
    bool const in_tests = path.starts_with("tests/");
    if (in_tests && is_test_folder(first)) return std::nullopt;
    if (first == name || layer_named(first) == nullptr) {
        return "\"" + name + "\" does not start with the name of a layer";
    }
    if (in_tests) return std::nullopt;
    auto const* layer = layer_of(path);
    if (layer == nullptr) return "the file is in no layer";
    if (layer->name == first) return std::nullopt;
    if (std::ranges::find(layer->sees, first) != layer->sees.end()) return std::nullopt;
    return std::string(layer->folder) + " may not include " + std::string(first);
}

std::optional<std::string> refuse_foreign(std::string_view path, std::string const& name) {
    auto const first = first_name(name);  // <memory> is not ours, <memory/...> is.
    if (first != name && (layer_named(first) != nullptr || is_test_folder(first))) {
        return "<" + name + "> is ours: it is included in quotes";
    }
    for (auto const& rule : foreign_rules()) {
        if (!matches(rule.header, name)) continue;
        bool const allowed = std::ranges::any_of(
            rule.places, [&](std::string const& place) { return matches(place, path); });
        if (allowed) return std::nullopt;
        break;
    }
    return "<" + name + "> may not be included here";
}

/// The file that an #include of ours names.
std::string resolve(std::string const& name) {
    auto const first = first_name(name);
    if (auto const* layer = layer_named(first)) {
        return std::string(layer->folder) + name.substr(first.size());
    }
    return "tests/" + name;
}

/// Depth-first search over the files; an edge to a file on the path closes a cycle.
class CycleSearch {
  public:
    explicit CycleSearch(std::vector<SourceFile> const& files) {
        for (auto const& file : files) {
            if (file.is_cpp()) files_.emplace(file.path, &file);
        }
    }

    std::vector<Finding> run() {
        for (auto const& [path, file] : files_) visit(*file);
        return std::move(findings_);
    }

  private:
    enum class State { unseen, on_path, done };

    void visit(SourceFile const& file) {
        if (states_[file.path] != State::unseen) return;
        states_[file.path] = State::on_path;
        for (auto const& include : includes_of(file)) {
            if (include.angled) continue;
            auto const target = files_.find(resolve(include.name));
            if (target == files_.end()) continue;
            if (states_[target->first] == State::on_path) {
                findings_.push_back({file.path, include.line, "closes a cycle of includes"});
            }
            visit(*target->second);
        }
        states_[file.path] = State::done;
    }

    std::map<std::string, SourceFile const*> files_;
    std::map<std::string, State> states_;
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Layer> const& layers() {
    static std::vector<Layer> const all = {
        {"model", "domain/model", {}},
        {"ports", "ports", {"model"}},
        {"services", "domain/services", {"model", "ports"}},
        {"json", "adapters/json", {"model", "ports"}},
        {"log", "adapters/log", {"model", "json"}},
        {"system", "adapters/system", {"model", "ports"}},
        {"memory", "adapters/memory", {"model", "ports"}},
        {"sql", "adapters/sql", {"model", "ports"}},
        {"sqlite", "adapters/sqlite", {"model", "ports", "sql"}},
        {"postgres", "adapters/postgres", {"model", "ports", "log", "sql"}},
        {"http", "adapters/http", {"model", "ports", "json", "log"}},
        {"paper", "adapters/paper", {"model", "ports", "log"}, true},
        {"fix", "adapters/fix", {"model", "ports", "log"}, true},
        {"app",
         "app",
         {"model", "ports", "services", "json", "log", "system", "memory", "sql", "sqlite",
          "postgres", "http", "paper", "fix", "migrations"}},
        {"migrations", "migrations", {}},
    };
    return all;
}

std::optional<std::string> refuse_include(std::string_view path, Include const& include) {
    if (include.name.find("..") != std::string::npos) {
        return "\"" + include.name + "\" climbs out of its folder";
    }
    return include.angled ? refuse_foreign(path, include.name) : refuse_own(path, include.name);
}

std::vector<Finding> check_includes(std::vector<SourceFile> const& files) {
    std::vector<Finding> findings;
    for (auto const& file : files) {
        if (!file.is_cpp()) continue;
        for (auto const& include : includes_of(file)) {
            if (auto const reason = refuse_include(file.path, include)) {
                findings.push_back({file.path, include.line, *reason});
            }
        }
    }
    return findings;
}

std::vector<Finding> check_layers_are_filled(std::string const& root,
                                             std::vector<SourceFile> const& files) {
    std::vector<Finding> findings;
    namespace fs = std::filesystem;
    for (auto const& layer : layers()) {
        if (layer.optional && !fs::exists(fs::path(root) / layer.folder)) continue;
        bool const filled = std::ranges::any_of(files, [&](SourceFile const& file) {
            return file.is_cpp() && file.is_below(layer.folder);
        });
        if (!filled) findings.push_back({std::string(layer.folder), 0, "the layer is empty"});
    }
    for (auto const& entry : fs::directory_iterator(fs::path(root) / "adapters")) {
        auto const folder = "adapters/" + entry.path().filename().string();
        if (entry.is_directory() && layer_of(folder + "/") == nullptr) {
            findings.push_back({folder, 0, "the folder is no layer"});
        }
    }
    return findings;
}

std::vector<Finding> check_include_cycles(std::vector<SourceFile> const& files) {
    return CycleSearch(files).run();
}

}  // namespace daybook::architecture
