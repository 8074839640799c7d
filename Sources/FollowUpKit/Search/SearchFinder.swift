import CivilTime
import EventLog
import EventStorage
import FollowUp

/// Searches the store as a person means it: by words, and by telephone numbers, within what was asked for.
package struct SearchFinder {
  private let query: QueryContext
  private let type: RecordType?
  private let application: Application?
  private let isShowingAll: Bool
  private let onIndexFailure: (String) -> Void

  /// A search of one moment of a store.
  ///
  /// - Parameters:
  ///   - type: only records of this type.
  ///   - application: only what belongs to it.
  ///   - isShowingAll: whether retracted records are found too.
  ///   - onIndexFailure: called with what is wrong with the index where it could not be used.
  package init(
    _ query: QueryContext, type: RecordType? = nil, application: Application? = nil, isShowingAll: Bool = false,
    onIndexFailure: @escaping (String) -> Void = { _ in }
  ) {
    self.query = query
    self.type = type
    self.application = application
    self.isShowingAll = isShowingAll
    self.onIndexFailure = onIndexFailure
  }

  /// What was found, the best application first.
  package func result(_ words: [String], limit: Int) throws -> SearchResult {
    let reached = byNumber(words)
    let known = Set(reached.map(\.state.id))
    var found = try search(words, limit, without: known)
    var remark: String?
    if reached.isEmpty, found.hits.isEmpty {
      let parts = words.flatMap { $0.split(separator: " ").map(String.init) }
      // Who quotes all of it for the shell may have meant no phrase.
      if parts.count > words.count, !words.contains(where: { $0.contains("\"") }) {
        let loose = try search(parts, limit, without: known)
        if !loose.hits.isEmpty {
          (found, remark) = (loose, "the words are not adjacent anywhere; these records have them all")
        }
      }
      if found.hits.isEmpty, let (named, others) = naming(parts) {
        let within = try search(others, limit, without: known, within: Set(named.map(\.id)))
        if !within.hits.isEmpty {
          (found, remark) = (within, "no record has all the words; these belong to \(Self.list(named))")
        }
      }
    }
    let hits = reached + found.hits
    return SearchResult(
      query: words, groups: groups(Array(hits.prefix(limit))), near: hits.isEmpty ? near(words) : [],
      hasMore: hits.count > limit, retracted: found.retracted, remark: remark)
  }

  private func search(
    _ words: [String], _ limit: Int, without known: Set<RecordID>, within applications: Set<RecordID>? = nil
  ) throws -> (hits: [SearchHit], retracted: Int) {
    var retracted = 0
    // One more than is shown, to know whether there is more.
    let words = SearchQuery(words)
    let hits = try query.reader.search(words, limit: limit + 1) { state in
      guard !known.contains(state.id), isWanted(state) else { return false }
      if let applications, !(group(state).map { applications.contains($0.id) } ?? false) { return false }
      return isShowingAll || !isRetracted(state)
    } onIndexFailure: {
      onIndexFailure($0)
    }
    if hits.isEmpty, !isShowingAll {
      retracted = try query.reader.search(words) { isWanted($0) && isRetracted($0) }.count
    }
    return (hits, retracted)
  }

  /// The applications that some of the words name, and the other words; nil where they do not part like that.
  private func naming(_ words: [String]) -> (named: [Application], others: [String])? {
    guard application == nil else { return nil }
    let titles = query.snapshot.namedApplications.map { (application: $0, words: Set(Folding.words($0.title))) }
    func names(_ word: String, _ title: Set<String>) -> Bool {
      let parts = Folding.words(word)
      return !parts.isEmpty && title.isSuperset(of: parts)
    }
    let naming = words.filter { word in titles.contains { names(word, $0.words) } }
    let others = words.filter { !naming.contains($0) }
    let named = titles.filter { title in naming.allSatisfy { names($0, title.words) } }.map(\.application)
    return naming.isEmpty || others.isEmpty || named.isEmpty ? nil : (named, others)
  }

  private static func list(_ applications: [Application]) -> String {
    let titles = applications.prefix(2).map(\.title).joined(separator: ", ")
    return applications.count > 2 ? "\(titles) and \(applications.count - 2) more" : titles
  }

  private func isWanted(_ state: RecordState) -> Bool {
    if let type, RecordType(of: state) != type { return false }
    return application.map { belongs(state, to: $0) } ?? true
  }

  /// Whether the record or its application was retracted.
  private func isRetracted(_ state: RecordState) -> Bool {
    state.isRetracted || (owner(state)?.isRetracted ?? false)
  }

  /// The people whom a number reaches, as `who` compares it.
  private func byNumber(_ words: [String]) -> [SearchHit] {
    let text = words.joined(separator: " ")
    guard PhoneNumber.isNumber(text), let wanted = PhoneNumber(text) else { return [] }
    return query.snapshot.contacts.filter { isWanted($0.state) && (isShowingAll || !$0.isRetracted) }.compactMap {
      contact in
      let numbers = [("phone", contact.phone), ("direct_line", contact.directLine)].compactMap { field, number in
        number.flatMap { number in
          PhoneNumber(number).flatMap { $0.reaches(wanted) ? (field: field, number: number) : nil }
        }
      }
      guard !numbers.isEmpty else { return nil }
      return SearchHit(
        state: contact.state, rank: 0,
        matches: numbers.map {
          SearchHit.Match(field: $0.field, isValue: true, pieces: [SearchHit.Piece(text: $0.number, isMatch: true)])
        })
    }
  }

  // MARK: Applications

  /// The application that a record is, or belongs to; of a contact, the only one at the employer.
  private func owner(_ state: RecordState) -> Application? {
    if let id = state["application"]?.string.flatMap({ RecordID($0) }) {
      return query.snapshot.applications.first { $0.id == id }
    }
    return query.snapshot.applications.first { $0.id == state.id }
  }

  private func group(_ state: RecordState) -> Application? {
    if let owner = owner(state) { return owner }
    guard let contact = Contact(state), let company = contact.company else { return nil }
    let folded = Folding.fold(company)
    let there = query.snapshot.namedApplications.filter { $0.company.map { Folding.fold($0) == folded } ?? false }
    return there.count == 1 ? there.first : nil
  }

  private func belongs(_ state: RecordState, to application: Application) -> Bool {
    if let owner = owner(state) { return owner.id == application.id }
    guard let company = application.company, let contact = Contact(state) else { return false }
    return contact.company.map { Folding.fold($0) == Folding.fold(company) } ?? false
  }

  private func groups(_ hits: [SearchHit]) -> [SearchResult.Group] {
    var order: [RecordID?] = []
    var owners: [RecordID: Application] = [:]
    var members: [RecordID?: [SearchHit]] = [:]
    for hit in hits {
      let application = group(hit.state)
      if let application { owners[application.id] = application }
      let key = application?.id
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(hit)
    }
    // What belongs to no application comes last, however well it fits.
    order = order.filter { $0 != nil } + order.filter { $0 == nil }
    return order.map { key in
      let application = key.flatMap { owners[$0] }
      return SearchResult.Group(
        application: application, shortID: application.map { query.shortID($0.id) } ?? "",
        rows: sorted(members[key] ?? []).map(row))
    }
  }

  /// The best first, as they come; of equals, what happened last.
  private func sorted(_ hits: [SearchHit]) -> [SearchHit] {
    var rank = 0
    let clock = query.clock
    return hits.indices.map { index -> (rank: Int, day: CivilDate, index: Int) in
      if index > 0, hits[index].rank != hits[index - 1].rank || hits[index].isInsideWord != hits[index - 1].isInsideWord
      {
        rank = index
      }
      return (rank: rank, day: clock.date(of: hits[index].state) ?? .first, index: index)
    }.sorted { ($0.rank, $1.day, $0.index) < ($1.rank, $0.day, $1.index) }.map { hits[$0.index] }
  }

  private func row(_ hit: SearchHit) -> SearchResult.Row {
    let state = hit.state
    let type = RecordType(of: state)
    var kind = type?.kind ?? "record"
    if type == .contact { kind = Contact(state)?.displayName ?? kind }
    if type == .employerNote { kind = "\(kind) on \(state["company"]?.displayed ?? "an employer")" }
    if [.setting, .playbook, .importMap].contains(type), let name = state["name"]?.displayed { kind += " \(name)" }
    if state.isRetracted { kind += ", retracted" }
    let at = query.clock.reading(of: state) ?? query.clock.reading("applied_on", of: state)
    return SearchResult.Row(hit: hit, shortID: ShortID.shortID(state.id), at: at, kind: kind)
  }

  // MARK: Nothing found

  /// Names of applications and people that come near one of the words.
  private func near(_ words: [String]) -> [String] {
    let names =
      query.snapshot.namedApplications.flatMap { [$0.company, $0.role].compactMap(\.self) }
      + query.snapshot.namedContacts.compactMap(\.name)
    let parts = names.flatMap { name in [name] + name.split(separator: " ").map(String.init) }
    var seen: Set<String> = []
    return words.flatMap { $0.split(separator: " ") }.compactMap { Nearest.suggestion(for: $0, among: parts) }
      .filter { seen.insert($0).inserted }
  }
}
