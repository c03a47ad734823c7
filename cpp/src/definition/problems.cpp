#include "problems.hpp"

#include "enkat/base/error.hpp"

namespace enkat::detail {
namespace {

/// The pointer of the whole document is empty; a message needs a name for it.
std::string place(const std::string& pointer) { return pointer.empty() ? "the document" : pointer; }

}  // namespace

void Problems::add(const std::string& pointer, const std::string& found, const std::string& expected) {
  const std::string message = "found " + found + ", expected " + expected;
  add_message(pointer, place(pointer) + ": " + message);
}

void Problems::add_message(const std::string& pointer, std::string message) {
  if (count_ == 0) {
    first_pointer_ = place(pointer);
    message.erase(0, first_pointer_.size() + 2);
  }
  if (count_ < limit) lines_.push_back(std::move(message));
  ++count_;
}

void Problems::throw_if_any() const {
  if (count_ == 0) return;
  std::string all;
  for (const std::string& line : lines_) all += (all.empty() ? "" : "\n") + line;
  if (count_ > limit) all += "\nand " + std::to_string(count_ - limit) + " more";
  if (count_ == limit) all += "\nand perhaps more";
  throw Error(ErrorCode::definition, all, first_pointer_);
}

}  // namespace enkat::detail
