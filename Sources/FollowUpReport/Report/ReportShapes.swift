import CivilTime
import FollowUp
import FollowUpAdvice

/// The shapes of the marks, each around the point 0 0 and about 13 units wide, written once and used many times.
enum ReportShapes {
  /// The name of a mark's shape within the page.
  static func name(_ kind: TimelineChart.Kind, _ promise: PromiseEvidence.Outcome? = nil) -> String {
    switch kind {
    case .opened: "s-opened"
    case .call: "s-call"
    case .email: "s-email"
    case .letter: "s-letter"
    case .thankYou: "s-thanks"
    case .interview: "s-interview"
    case .reply: "s-reply"
    case .note: "s-note"
    case .closed: "s-closed"
    case .promise:
      switch promise {
      case .kept?: "s-kept"
      case .broken?: "s-broken"
      case .postponed?: "s-put-off"
      case .open?, nil: "s-promise"
      }
    }
  }

  static func write(to html: inout HTMLWriter) {
    html.raw(
      """
      <svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>
      <g id="s-opened"><path d="M-4-14h2.4v1l9.6 4.2-9.6 4.2V14H-4z"/></g>
      <g id="s-call"><circle r="6"/></g>
      <g id="s-email"><path d="M-7.5-5.5h15v11h-15z"/><path d="M-7-5L0 1.5L7-5" fill="none" stroke="currentColor" stroke-width="1.6"/></g>
      <g id="s-letter"><path d="M0-7.2L7.4 5.8H-7.4z"/></g>
      <g id="s-thanks"><path d="M-2.3-7h4.6v4.7H7v4.6H2.3V7h-4.6V2.3H-7v-4.6h4.7z"/></g>
      <g id="s-interview"><rect x="-4.5" y="-14" width="9" height="28" rx="4.5"/></g>
      <g id="s-reply"><path d="M-8-7H8V4H0L-4.5 8.5V4H-8z"/></g>
      <g id="s-note"><rect x="-1.6" y="-6" width="3.2" height="12" rx="1.6"/></g>
      <g id="s-closed"><path d="M-6.5-4L-4-6.5L0-2.5L4-6.5L6.5-4L2.5 0L6.5 4L4 6.5L0 2.5L-4 6.5L-6.5 4L-2.5 0z"/></g>
      <g id="s-promise"><path d="M0-9.5L9.5 0L0 9.5L-9.5 0z"/></g>
      <g id="s-kept"><path d="M0-9.5L9.5 0L0 9.5L-9.5 0z"/><path d="M-4 .2L-1 3.2L4-2.6" fill="none" stroke="currentColor" stroke-width="2"/></g>
      <g id="s-broken"><path d="M0-9.5L9.5 0L0 9.5L-9.5 0z"/><path d="M-3-3L3 3M3-3L-3 3" fill="none" stroke="currentColor" stroke-width="2"/></g>
      <g id="s-put-off"><path d="M0-9.5L9.5 0L0 9.5L-9.5 0z"/><path d="M-4 0H3.4M.6-2.8L3.4 0L.6 2.8" fill="none" stroke="currentColor" stroke-width="1.7"/></g>
      <g id="s-dot"><circle r="3.4"/></g>
      <g id="s-ring"><path d="M0-4L4 0L0 4L-4 0z"/></g>
      </defs></svg>

      """)
  }

  /// What each shape means, beside the shape.
  static func legend(to html: inout HTMLWriter) {
    let marks: [(shape: String, style: String, text: String)] = [
      ("s-opened", "you", "applied"), ("s-call", "you", "call"), ("s-email", "you", "e-mail"),
      ("s-letter", "you", "letter, message"), ("s-thanks", "you", "thank-you note"), ("s-note", "you", "note"),
      ("s-interview", "both", "interview"), ("s-reply", "them", "reply"), ("s-promise", "open", "promised day"),
      ("s-kept", "kept", "kept"), ("s-broken", "broken", "broken"), ("s-put-off", "postponed", "put off"),
      ("s-call", "step", "next advised step"),
    ]
    html.element("ul", ["class": "legend"]) { html in
      for mark in marks {
        html.element("li") { html in
          html.element("svg", ["viewBox": "-11 -20 22 40", "aria-hidden": "true"]) { html in
            html.empty("use", ["href": "#\(mark.shape)", "class": mark.style])
          }
          html.text(mark.text)
        }
      }
      bar("waiting", "waiting", &html)
      bar("rest", "resting", &html)
      html.element("li", text: "above the line: they; below it: you; hollow: ahead")
    }
    html.newLine()
  }

  private static func bar(_ style: String, _ text: String, _ html: inout HTMLWriter) {
    html.element("li") { html in
      html.element("svg", ["viewBox": "0 0 22 22", "aria-hidden": "true"]) { html in
        html.empty("rect", ["class": style, "x": "1", "y": "7", "width": "20", "height": "8", "rx": "2"])
      }
      html.text(text)
    }
  }
}
