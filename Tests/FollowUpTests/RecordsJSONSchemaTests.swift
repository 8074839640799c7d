import FollowUp
import Foundation
import Testing

/// `Schema/records.schema.json`, for other programs, says the same of types and fields as the catalogue does.
@Suite struct RecordsJSONSchemaTests {
  private static let path =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
    + "/Schema/records.schema.json"

  @Test func typesAndFieldsAreThoseOfTheCatalogue() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Self.path))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: Any])
    let conditions = try #require(definitions["is"] as? [String: Any])
    var fields: [String: [String]] = [:]
    for branch in try #require(schema["allOf"] as? [[String: [String: String]]]) {
      let condition = try Self.named(branch["if"], in: conditions)
      let type = try #require((condition["properties"] as? [String: Any])?["type"] as? [String: Any])
      let properties = try Self.named(branch["then"], in: definitions)["properties"] as? [String: Any]
      let names = try #require(type["enum"] as? [String] ?? (type["const"] as? String).map { [$0] })
      for name in names {
        let earlier = fields.updateValue((properties ?? [:]).keys.sorted(), forKey: name)
        #expect(earlier == nil, "\(name) stands there twice")
      }
    }
    let catalogue = RecordSchema.all.map { ($0.type.rawValue, $0.fields.map(\.name).sorted()) }
    #expect(fields == Dictionary(uniqueKeysWithValues: catalogue))
  }

  /// What a reference such as `#/$defs/is/note` leads to.
  private static func named(_ reference: [String: String]?, in definitions: [String: Any]) throws -> [String: Any] {
    let name = try #require(reference?["$ref"]?.split(separator: "/").last.map { String($0) })
    return try #require(definitions[name] as? [String: Any], "\(name) is not defined")
  }
}
