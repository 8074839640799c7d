import EventLog
import EventStorage
import EventSync

// The store is a library in its own right: it keeps any records that can be said as fields and values. This is a shopping
// list on two devices, which share a folder and know nothing of job interviews:
//
//     mkdir -p /tmp/notebook/shared; swift run --package-path Examples Notebook /tmp/notebook

guard CommandLine.arguments.count == 2 else {
  fatalError("say where to work: Notebook FOLDER, in which there is a folder named shared")
}
let place = CommandLine.arguments[1]

/// A device with its own store and anchors.
func device(_ name: String) throws -> (store: EventStore, environment: StoreEnvironment) {
  let environment = StoreEnvironment.live(anchorDirectory: "\(place)/\(name)-anchors")
  return (try EventStore(creatingAt: "\(place)/\(name).db", environment: environment), environment)
}

/// Sets fields of a record; all fields of one call stand or fall together.
func set(_ fields: [String: JSONValue], of record: RecordID, in store: EventStore) throws {
  _ = try store.append([Draft(record: record, set: fields)])
}

/// The list, in the order in which its things were thought of.
func list(_ store: EventStore) throws -> [String] {
  try store.read { reader in
    try reader.records(ofType: "thing").filter { !$0.isRetracted }.sorted { $0.id < $1.id }.map { thing in
      let name = thing["name"]?.string ?? "?"
      let bought = thing["bought"]?.bool == true ? "x" : " "
      // Where two devices said different things unknown to each other, both are kept, and the later one is shown.
      return "[\(bought)] \(name)" + (thing.conflicts.isEmpty ? "" : "  (said differently on two devices)")
    }
  }
}

let kitchen = try device("kitchen")
let phone = try device("phone")
let folder = place + "/shared"

let bread: RecordID = kitchen.environment.newIdentifier()
try set(["type": "thing", "name": "bread"], of: bread, in: kitchen.store)
_ = try FolderSync(folder: DiskFolder(path: folder), store: kitchen.store).run()
_ = try FolderSync(folder: DiskFolder(path: folder), store: phone.store).run()

// Both change the same field while they are apart.
try set(["name": "rye bread"], of: bread, in: kitchen.store)
try set(["name": "white bread", "bought": JSONValue(true)], of: bread, in: phone.store)
for store in [kitchen.store, phone.store, kitchen.store] {
  _ = try FolderSync(folder: DiskFolder(path: folder), store: store).run()
}

let same = try kitchen.store.read { try $0.digest() } == phone.store.read { try $0.digest() }
for line in try list(kitchen.store) { print(line) }
print(same ? "both devices have the same list" : "the devices differ")
