import EventSync

/// What takes a shared folder from machine to machine: each has a view of its own, and files move between the views and
/// the carrier's own copy one by one, late and in any order. Like the services it stands for it knows of each file which
/// version a view is based on, keeps both when two views changed one file, and lets a change win over a removal.
package final class FolderCarrier {
  /// What a file holds, and the time stamp that is carried along with it.
  package struct Content: Hashable {
    let bytes: [UInt8]
    let modifiedNanoseconds: Int64
  }

  /// What the carrier has of a file; without content it was removed.
  fileprivate struct Version {
    var number = 0
    var content: Content?
  }

  /// One machine's view of the folder.
  package final class View {
    package let folder: MemoryFolder
    package let service: CarrierService
    /// The version that each file of the view is based on.
    fileprivate var based: [String: Version] = [:]
    /// Files that stand there as placeholders.
    fileprivate var undelivered: Set<String> = []
    /// Files of which only the beginning has been written yet.
    fileprivate var unfinished: [String: [UInt8]] = [:]

    fileprivate init(_ folder: MemoryFolder, _ service: CarrierService) {
      self.folder = folder
      self.service = service
    }
  }

  package private(set) var views: [View] = []
  private var versions: [String: Version] = [:]
  /// What was once, for those who bring it back.
  private var past: [(path: String, content: Content)] = []
  /// How many conflict copies it has made.
  private(set) var copies = 0
  /// Whether it may leave files half written or as placeholders: only while there are faults.
  package var isCareful = false

  package init() {}

  /// - Parameter view: the view that a copied machine brings along; nil for a new, empty one.
  package func addView(_ folder: MemoryFolder, _ service: CarrierService, copying view: View? = nil) {
    let new = View(folder, service)
    if let view {
      folder.image = view.folder.image
      new.based = view.based
      new.undelivered = view.undelivered
      new.unfinished = view.unfinished
    }
    views.append(new)
  }

  /// What the carrier has, by path.
  package var contents: [String: [UInt8]] {
    versions.compactMapValues { $0.content?.bytes }
  }

  /// Moves some of the files between the carrier and a view.
  ///
  /// - Parameter moves: whether a file is moved this time; all of them are where this is nil.
  /// - Returns: whether anything was left to do.
  @discardableResult
  package func carry(_ number: Int, random: inout SeededGenerator, share: Int? = nil) -> Bool {
    let view = views[number]
    var paths = Set(view.folder.image.files).union(view.based.keys).union(versions.keys).sorted()
    if share != nil { paths.shuffle(using: &random) }
    var hasMoved = false
    for path in paths {
      if let share, Int.random(in: 0..<100, using: &random) >= share { continue }
      if move(path, view, &random) { hasMoved = true }
    }
    return hasMoved
  }

  /// Delivers everything to everybody.
  package func applyLateArrivals() {
    let careful = isCareful
    isCareful = true
    defer { isCareful = careful }
    var random = SeededGenerator(seed: 0)
    var isMoving = true
    while isMoving {
      isMoving = false
      for view in views.indices where carry(view, random: &random) { isMoving = true }
    }
  }

  /// - Returns: whether something changed.
  private func move(_ path: String, _ view: View, _ random: inout SeededGenerator) -> Bool {
    // A placeholder is the service's own.
    if FolderImage.lastName(path).hasSuffix(".icloud") { return false }
    let local = content(path, view)
    var base = view.based[path] ?? Version()
    let remote = versions[path] ?? Version()
    if local == nil, view.undelivered.contains(path) {
      guard remote.content != nil, isCareful || Int.random(in: 0..<3, using: &random) > 0 else {
        if remote.content == nil { dropPlaceholder(path, view) }
        return remote.content == nil
      }
      dropPlaceholder(path, view)
      deliver(remote, path, view)
      return true
    }
    if let torn = view.unfinished[path] {
      view.unfinished[path] = nil
      // The carrier goes on where it stopped, unless somebody else has written the file meanwhile.
      if local?.bytes == torn || local == nil { base.content = local }
    }
    dropPlaceholder(path, view)
    if local?.bytes == base.content?.bytes {
      guard base.number < remote.number else { return false }
      receive(remote, path, view, &random)
      return true
    }
    if base.number == remote.number {
      upload(local, path, view)
    } else if local?.bytes == remote.content?.bytes {
      view.based[path] = remote
    } else if local == nil {
      // A change wins over a removal.
      receive(remote, path, view, &random)
    } else if remote.content == nil {
      upload(local, path, view)
    } else {
      keepBoth(path, view)
      deliver(remote, path, view)
    }
    return true
  }

  private func content(_ path: String, _ view: View) -> Content? {
    view.folder.image.nodes[path].flatMap {
      $0.kind == .file ? Content(bytes: $0.bytes, modifiedNanoseconds: $0.modifiedNanoseconds) : nil
    }
  }

  private func upload(_ content: Content?, _ path: String, _ view: View) {
    if let old = versions[path]?.content, content != nil || !past.contains(where: { $0.content == old }) {
      past.append((path, old))
    }
    let version = Version(number: (versions[path]?.number ?? 0) + 1, content: content)
    versions[path] = version
    view.based[path] = version
  }

  /// Brings a version into a view: whole, or for now only its beginning or a placeholder.
  private func receive(_ version: Version, _ path: String, _ view: View, _ random: inout SeededGenerator) {
    let luck = isCareful ? 0 : Int.random(in: 0..<12, using: &random)
    if luck == 1, let content = version.content, content.bytes.count > 1 {
      let torn = Array(content.bytes.prefix(Int.random(in: 0..<content.bytes.count, using: &random)))
      view.folder.put(torn, at: path, modifiedNanoseconds: view.folder.nanoseconds())
      view.unfinished[path] = torn
    } else if luck >= 2, luck <= 4, view.service.leavesPlaceholders, version.content != nil {
      view.folder.image.nodes[path] = nil
      view.folder.put(Array("bplist00".utf8), at: CarrierService.placeholder(of: path))
      view.undelivered.insert(path)
    } else {
      deliver(version, path, view)
    }
  }

  private func deliver(_ version: Version, _ path: String, _ view: View) {
    if let content = version.content {
      view.folder.put(content.bytes, at: path, modifiedNanoseconds: content.modifiedNanoseconds)
    } else {
      view.folder.image.nodes[path] = nil
    }
    view.based[path] = version
  }

  private func dropPlaceholder(_ path: String, _ view: View) {
    guard view.undelivered.remove(path) != nil else { return }
    view.folder.image.nodes[CarrierService.placeholder(of: path)] = nil
  }

  private func keepBoth(_ path: String, _ view: View) {
    guard let node = view.folder.image.nodes[path] else { return }
    view.folder.image.nodes[freeName(path, view)] = node
    view.folder.image.nodes[path] = nil
  }

  private func freeName(_ path: String, _ view: View) -> String {
    var number = 1
    copies += 1
    while true {
      let name = view.service.conflictName(of: path, number: number)
      if view.folder.image.nodes[name] == nil, versions[name]?.content == nil { return name }
      number += 1
    }
  }

  // MARK: Faults

  /// Makes a copy of a file as if there had been a conflict.
  package func copy(_ path: String, in number: Int) {
    let view = views[number]
    guard let node = view.folder.image.nodes[path], node.kind == .file else { return }
    view.folder.put(node.bytes, at: freeName(path, view))
  }

  /// Brings back an old version of a file that was changed or removed since, as somebody does who was away for long.
  package func resurrect(_ pick: Int) {
    guard !past.isEmpty else { return }
    let (path, content) = past[pick % past.count]
    versions[path] = Version(number: (versions[path]?.number ?? 0) + 1, content: content)
  }
}
