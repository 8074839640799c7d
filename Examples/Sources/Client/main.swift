import FollowUpKit

// A client of a job search, on the façade alone:
//
//     swift run --package-path Examples Client STORE [FOLDER]

guard CommandLine.arguments.count > 1 else { fatalError("say where the store is: Client STORE [FOLDER]") }
let path = CommandLine.arguments[1]
let folder = CommandLine.arguments.dropFirst(2).first

let search = try JobSearch(
  creatingAt: path, environment: .live(anchorDirectory: path + ".anchors", zone: "America/New_York"))

/// Prints what is due, as often as it is called.
func printDue() async throws {
  for advice in try await search.next() {
    let who = advice.to.map(\.name).joined(separator: ", ")
    print("- \(advice.title)\(who.isEmpty ? "" : " (\(who))"): \(advice.reason)")
  }
}

/// Exchanges events with the other devices, through the folder.
func sync() async throws {
  guard let folder else { return }
  let report = try await search.sync(with: folder)
  print("\(report.published) events published, \(report.ingest.accepted) taken in")
}

// Changes are joined while nobody looks, and come from other processes and from syncs too.
let changes = search.changes(pollMilliseconds: 200)
let watching = Task {
  for await change in changes { print("\(change.records.count) records changed") }
}

try await sync()
if try await search.applications().isEmpty {
  let opened = try await search.open("Larkspur Mutual", "Claims associate", at: "2 weeks ago")
  print(opened.lines.joined(separator: "\n"))
  try await search.addContact("Tobias Lindqvist", at: "larkspur", fields: ["phone": "312-555-0142"])
  try await search.record("interview", on: "larkspur", at: "8 days ago", contact: "tobias")
}
try await printDue()

// What a person says is understood or questioned, and read back; the next step comes with it.
do {
  let call = try await search.record("call", on: "larkspur", words: ["voicemail"], contact: "tobias")
  print(call.lines.joined(separator: "\n"))
  if let next = call.next { print("next: \(next.title)") }
  // Each call of the façade is one step, which can be taken back as a whole.
  try await search.undo(call.step)
} catch let error as JobSearchError {
  print(error)
}

try await sync()
try await Task.sleep(for: .milliseconds(500))
watching.cancel()
try search.close()
