import EventLog

/// What a command wants written, and what it says of it.
package struct CommandResult {
  package var drafts: [Draft]
  /// What is printed when it is done, a line each.
  package var lines: [String] = []
  /// What the person should know besides.
  package var remarks: [String] = []
  /// Further members of the JSON object.
  package var members: [(name: String, value: JSONValue)] = []
  /// The step, where it is not a new one.
  package var step: StepID?

  /// A result of some drafts; none where there is nothing to write.
  package init(
    drafts: [Draft], lines: [String] = [], remarks: [String] = [], members: [(name: String, value: JSONValue)] = [],
    step: StepID? = nil
  ) {
    self.drafts = drafts
    self.lines = lines
    self.remarks = remarks
    self.members = members
    self.step = step
  }
}
