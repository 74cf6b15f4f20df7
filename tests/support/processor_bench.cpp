#include "support/processor_bench.hpp"

#include <sstream>

#include "model/names.hpp"
#include "services/book_verifier.hpp"
#include "support/command_text.hpp"
#include "support/sample_values.hpp"

namespace daybook::support {

std::vector<model::OrderId> NumberedOrderIds::next(std::size_t count) {
    std::vector<model::OrderId> ids;
    for (std::size_t i = 0; i < count; ++i) ids.push_back(order_id(++last_));
    return ids;
}

std::string said(model::Answer const& answer) {
    std::string text{model::name_of(answer.status)};
    if (answer.refusal) text += " " + std::string{model::name_of(*answer.refusal)};
    if (!answer.field.empty()) text += " " + answer.field;
    return text;
}

ProcessorBench::ProcessorBench()
    : unit_of_work_{storage_.open_unit_of_work()},
      clock_{at_micros(0)},
      processor_{{*unit_of_work_, clock_, order_ids_, sha256_, [](auto) {}, {}}} {}

std::vector<std::vector<model::Answer>> ProcessorBench::run(
    std::vector<model::CommandBatch> const& batches) {
    return processor_.run(batches);
}

std::vector<std::string> ProcessorBench::run(std::vector<std::string> const& lines, bool atomic) {
    model::CommandBatch batch;
    batch.atomic = atomic;
    for (auto const& line : lines) batch.commands.push_back(command(line));
    std::vector<std::string> answers;
    auto const given = run(std::vector{batch});
    for (auto const& answer : given.front()) answers.push_back(said(answer));
    return answers;
}

void ProcessorBench::setup(std::string_view lines) {
    std::istringstream in{std::string{lines}};
    for (std::string line; std::getline(in, line);) {
        if (line.find_first_not_of(' ') != std::string::npos) run({line});
    }
}

std::vector<model::Entry> ProcessorBench::entries(std::string_view account) {
    std::vector<model::Entry> all;
    storage_.open_snapshots()->read([&](ports::BookReader& reader) {
        all = reader.entries(model::AccountId{account}, 0, 1'000'000);
    });
    return all;
}

std::string ProcessorBench::verify() {
    services::VerifyReport report;
    storage_.open_snapshots()->read([&](ports::BookReader& reader) {
        report = services::BookVerifier{sha256_}.verify(reader, std::nullopt, {});
    });
    if (!report.finding) return {};
    auto const seq = report.finding->entry_seq.value_or(0);
    return report.finding->account_id.value() + " " + std::to_string(seq) + ": " +
           report.finding->what;
}

}  // namespace daybook::support
