#include "app/command_apply.hpp"

#include <unistd.h>

#include <algorithm>
#include <deque>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "app/answer_summary.hpp"
#include "app/checkpoint_writer.hpp"
#include "app/line_reader.hpp"
#include "app/output.hpp"
#include "app/progress.hpp"
#include "json/command_decoder.hpp"
#include "json/record_writer.hpp"
#include "log/log.hpp"
#include "ports/outbound/storage_error.hpp"

namespace daybook::app {

namespace {

/// How much is on its way at once: one run is booked while the next gathers, and while the answers
/// of the one before are printed. At least two batches.
constexpr std::size_t commands_on_their_way_max = 8'000;

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t") == std::string_view::npos;
}

bool defines_anything(model::CommandBatch const& batch) {
    return std::ranges::any_of(batch.commands, [](model::Command const& command) {
        return command.account_id.value() == model::definitions_account;
    });
}

/// Reads lines on the calling thread, books them in the engine's, and takes the answers in order.
class Application {
  public:
    Application(ApplyOptions const& options, Limits const& limits, Engine& engine)
        : options_{options},
          limits_{limits},
          engine_{engine},
          reader_{options.file, limits.line_bytes_max} {}

    void run() {
        while (read_batch()) {
            if (on_their_way_.size() >= batches_on_their_way_max()) take_answers();
            // Definitions concern every account, and accounts are booked side by side: what
            // stands before them in the file is booked before them, what follows after.
            bool const defines = defines_anything(batch_);
            if (defines) take_all_answers();
            submit();
            if (defines) take_all_answers();
        }
        take_all_answers();
        progress_.finish();
        if (!output_closed_) print_summary();
    }

    [[nodiscard]] AnswerSummary const& summary() const { return summary_; }

  private:
    /// A batch and the lines its commands stand in.
    struct Sent {
        std::vector<std::uint64_t> lines;
        std::future<ports::BatchOutcome> outcome;
    };

    [[nodiscard]] std::size_t batches_on_their_way_max() const {
        return std::max<std::size_t>(2, commands_on_their_way_max / options_.batch);
    }

    bool read_batch() {
        batch_.commands.clear();
        lines_.clear();
        std::size_t bytes = 0;
        while (batch_.commands.size() < options_.batch && bytes < limits_.queue_bytes_max / 8) {
            auto const line = reader_.next();
            if (!line) break;
            ++line_;
            if (!line->too_long && is_blank(line->text)) continue;
            bytes += line->text.size();
            batch_.commands.push_back(line->too_long ? too_long()
                                                     : json::command_from_line(line->text));
            lines_.push_back(line_);
        }
        return !batch_.commands.empty();
    }

    [[nodiscard]] model::Command too_long() const {
        model::Malformed malformed{model::Refusal::malformed_json, "",
                                   "the line is longer than " +
                                       std::to_string(limits_.line_bytes_max) +
                                       " bytes (DAYBOOK_LINE_BYTES_MAX)"};
        return {.account_id = {},
                .idempotency_key = {},
                .occurred_at = {},
                .content = std::move(malformed)};
    }

    void submit() {
        std::promise<ports::BatchOutcome> promise;
        auto outcome = promise.get_future();
        // A std::function is copied with what it captures; the promise moves only.
        auto shared = std::make_shared<std::promise<ports::BatchOutcome>>(std::move(promise));
        auto done = [shared](ports::BatchOutcome answered) {
            shared->set_value(std::move(answered));
        };
        while (engine_.submit(batch_, done) != Engine::Submitted::accepted) {
            if (on_their_way_.empty()) {
                throw Failure{ExitCode::internal_error, "the engine takes no more commands"};
            }
            take_answers();
        }
        on_their_way_.push_back({std::move(lines_), std::move(outcome)});
    }

    void take_all_answers() {
        while (!on_their_way_.empty()) take_answers();
    }

    void take_answers() {
        auto sent = std::move(on_their_way_.front());
        on_their_way_.pop_front();
        auto const outcome = sent.outcome.get();
        if (auto const* unavailable = std::get_if<ports::Unavailable>(&outcome)) {
            stop(sent.lines.front(), unavailable->detail);
        }
        auto const& answers = std::get<std::vector<model::Answer>>(outcome);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            summary_.add(answers[i], sent.lines[i]);
            if (options_.json) print(answers[i]);
        }
        progress_.show(summary_.commands(), reader_.share_read());
    }

    [[noreturn]] void stop(std::uint64_t line, std::string const& why) {
        progress_.finish();
        if (!output_closed_) print_summary();
        throw Failure{exit_code_of(engine_.store_state()),
                      "stopped in line " + std::to_string(line) + ": " + why +
                          "; apply the file again: what is booked already is not booked twice"};
    }

    void print(model::Answer const& answer) {
        if (output_closed_) return;
        json::append_json(stdout_.buffer(), answer);
        stdout_.buffer() += '\n';
        try {
            stdout_.written();
        } catch (OutputClosed const&) {
            // Nobody reads the answers any more; the commands are booked all the same.
            output_closed_ = true;
        }
    }

    void print_summary() {
        Output err{STDERR_FILENO};
        auto& output = options_.json ? err : stdout_;
        try {
            stdout_.flush();
            summary_.print(output, progress_.elapsed());
            output.flush();
        } catch (OutputClosed const&) {
            output_closed_ = true;
        }
    }

    ApplyOptions const& options_;
    Limits const& limits_;
    Engine& engine_;
    LineReader reader_;
    Output stdout_{STDOUT_FILENO};
    bool output_closed_ = false;
    Progress progress_{"commands"};
    AnswerSummary summary_;
    model::CommandBatch batch_;
    std::vector<std::uint64_t> lines_;
    std::uint64_t line_ = 0;
    std::deque<Sent> on_their_way_;
};

}  // namespace

ExitCode run_apply(ApplyOptions const& options, CompositionRoot& root) {
    auto const storage = root.open_for_booking();
    auto const engine = root.make_engine(*storage);
    Application application{options, root.configuration().limits, *engine};
    application.run();
    try {
        write_checkpoint(*storage->open_snapshots(), *engine, *root.make_sha256());
    } catch (ports::StorageError const& error) {
        log::warn("last checkpoint not written", {{"reason", error.what()}});
    }
    engine->stop();
    auto const refused = application.summary().with(model::AnswerStatus::REFUSED);
    return refused > 0 ? ExitCode::commands_refused : ExitCode::done;
}

}  // namespace daybook::app
