import Testing

@testable import FollowUpReport

@Suite struct HTMLTextTests {
  @Test(arguments: [
    ("Acme", "Acme"), ("Müller – 🎄", "Müller – 🎄"),
    ("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"),
    ("a & \"b\"", "a &amp; &quot;b&quot;"), ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
    ("\u{0}\u{1b}[31m\u{7f}\u{85}", "‹U+0000›‹U+001B›[31m‹U+007F›‹U+0085›"),
    ("\u{202e}gnp.exe\u{2069}\u{200f}", "‹U+202E›gnp.exe‹U+2069›‹U+200F›"),
    ("\u{feff}\u{fffe}\u{1ffff}", "‹U+FEFF›‹U+FFFE›‹U+1FFFF›"),
    ("\r", "\n"), ("", ""), ("a\u{200d}b", "a\u{200d}b"),
  ])
  func escaping(_ text: String, _ expected: String) {
    #expect(Array(HTMLText.escaped(text).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test func textGoesInEscapedAndHTMLAsItIs() {
    let name = "<b> & \"c\""
    let inner: HTMLText = "<i title=\"\(name)\">\(3)</i>"
    let whole: HTMLText = "<p>\(inner) \(name)</p>"
    #expect(whole.source == "<p><i title=\"&lt;b&gt; &amp; &quot;c&quot;\">3</i> &lt;b&gt; &amp; &quot;c&quot;</p>")
    #expect(HTMLText.joined([HTMLText(text: "a<"), "<br>"], separator: " ").source == "a&lt; <br>")
    #expect((HTMLText(text: "&") + "<hr>").source == "&amp;<hr>")
  }

  @Test(arguments: [
    ("https://example.org/jobs?a=1&b", true), ("HTTP://example.org", true), ("mailto:a@example.org", true),
    ("tel:+13125550142", true),
    ("javascript:alert(1)", false), (" javascript:alert(1)", false), ("java\nscript:alert(1)", false),
    ("data:text/html,x", false),
    ("//example.org", false), ("example.org", false), ("https:example.org", false), ("", false),
    ("\u{1}https://x", false),
  ])
  func linksThatAreFollowed(_ address: String, _ isFollowed: Bool) {
    #expect((HTMLText.link(address) != nil) == isFollowed)
  }
}
