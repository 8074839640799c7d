import ArgumentParser
import CivilTime
import EventStorage
import FollowUpKit

/// What starts a command at certain times, as a snippet to be put in place by hand.
enum Timer: String, ExpressibleByArgument, CaseIterable {
  case systemd, cron, launchd

  /// On which days something is started.
  enum Days {
    case daily, mondayToFriday, sundays

    /// As cron counts them, from Sunday, which is 0.
    var numbers: ClosedRange<Int>? {
      switch self {
      case .daily: nil
      case .mondayToFriday: 1...5
      case .sundays: 0...0
      }
    }

    var cron: String { numbers.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" } ?? "*" }

    var systemd: String {
      switch self {
      case .daily: ""
      case .mondayToFriday: "Mon..Fri "
      case .sundays: "Sun "
      }
    }
  }

  /// What is started, and when.
  struct Job {
    /// `next`: stands in the names of the files.
    let name: String
    /// What the service and its timer are for.
    let service: String
    let timer: String
    /// What is to be known of the line in a crontab.
    let remark: String
    let hour: Int
    let minute: Int
    let days: Days
    /// The shell's command for each kind of timer.
    let command: (Timer) -> String
  }

  /// The lines of the snippet.
  func snippet(_ job: Job) -> [String] {
    let shell = job.command(self)
    switch self {
    case .cron:
      // Cron sends what is printed by mail; a percent sign would end the command.
      return [
        "# crontab -e; \(job.remark)",
        "\(job.minute) \(job.hour) * * \(job.days.cron) " + shell.replacing("%", with: "\\%"),
      ]
    case .systemd:
      let file = "followup-\(job.name)"
      return [
        "# ~/.config/systemd/user/\(file).service", "[Unit]", "Description=\(job.service)",
        "", "[Service]", "Type=oneshot", "ExecStart=/bin/sh -c \(Self.unitQuoted(shell))", "",
        "# ~/.config/systemd/user/\(file).timer", "[Unit]", "Description=\(job.timer)", "",
        "[Timer]", "OnCalendar=\(job.days.systemd)\(Self.twoDigits(job.hour)):\(Self.twoDigits(job.minute))",
        "Persistent=true", "",
        "[Install]", "WantedBy=timers.target", "",
        "# then: systemctl --user daemon-reload && systemctl --user enable --now \(file).timer",
      ]
    case .launchd:
      let time = "<key>Hour</key><integer>\(job.hour)</integer><key>Minute</key><integer>\(job.minute)</integer>"
      let days =
        job.days.numbers?.map { "    <dict><key>Weekday</key><integer>\($0)</integer>\(time)</dict>" }
        ?? ["    <dict>\(time)</dict>"]
      return [
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        "<!-- ~/Library/LaunchAgents/followup.\(job.name).plist; then: launchctl load that file -->",
        "<plist version=\"1.0\">", "<dict>", "  <key>Label</key><string>followup.\(job.name)</string>",
        "  <key>ProgramArguments</key>", "  <array>", "    <string>/bin/sh</string><string>-c</string>",
        "    <string>\(Self.xml(shell))</string>", "  </array>", "  <key>StartCalendarInterval</key>", "  <array>",
      ] + days + ["  </array>", "</dict>", "</plist>"]
    }
  }

  private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A word of a systemd unit: in it `%` and `$` have a meaning of their own.
  private static func unitQuoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      .replacing("$", with: "$$")
    return "\"\(escaped)\""
  }

  private static func xml(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

extension Timer.Job {
  /// `followup next --check`: at 7:45 from Monday to Friday, before the first window for calls opens.
  ///
  /// - Parameters:
  ///   - program: the program's own path.
  ///   - store: the store's path, where it was named: a timer knows neither the shell's variables nor its folder.
  static func next(program: String, store: String?) -> Timer.Job {
    let next = command(program, ["next"], store)
    let notification = "display notification \"followup next shows what is due\" with title \"Followup\""
    return Timer.Job(
      name: "next", service: "Show what is due for your applications", timer: "Check each morning what is due",
      remark: "you get mail about what is due", hour: 7, minute: 45, days: .mondayToFriday
    ) { timer in
      switch timer {
      case .cron: "\(next) --check || \(next)"
      case .systemd: "\(next) --check || notify-send Followup \"$(\(next) 2>&1)\""
      case .launchd: "\(next) --check || osascript -e \(CommandLineWord.quoted(notification))"
      }
    }
  }

  /// `followup backup`: each day in the middle of the day, when laptops are awake. It is heard of only when it fails.
  static func backup(program: String, store: String?, arguments: [String]) -> Timer.Job {
    let backup = command(program, ["backup"] + arguments, store)
    return Timer.Job(
      name: "backup", service: "A backup of what you recorded", timer: "Back up each day",
      remark: "you get mail only about failures", hour: 12, minute: 15, days: .daily,
      command: heardOfWhenItFails(backup, "followup backup failed"))
  }

  /// `followup backup --drill`: once a week, and heard of only when it fails.
  static func drill(program: String, store: String?, folder: String) -> Timer.Job {
    let drill = command(program, ["backup", folder, "--drill"], store)
    return Timer.Job(
      name: "drill", service: "Verify the newest backup of what you recorded", timer: "Verify a backup each week",
      remark: "you get mail only about failures", hour: 12, minute: 45, days: .sundays,
      command: heardOfWhenItFails(drill, "the newest followup backup failed verification"))
  }

  private static func heardOfWhenItFails(_ shell: String, _ what: String) -> (Timer) -> String {
    let notification = "display notification \"\(what)\" with title \"Followup\""
    return { timer in
      switch timer {
      case .cron: "\(shell) > /dev/null"
      case .systemd: "said=$(\(shell) 2>&1) || { notify-send Followup \"$said\"; echo \"$said\" >&2; exit 1; }"
      case .launchd: "\(shell) > /dev/null || osascript -e \(CommandLineWord.quoted(notification))"
      }
    }
  }

  private static func command(_ program: String, _ arguments: [String], _ store: String?) -> String {
    ([program] + arguments + (store.map { ["--store", $0] } ?? [])).map(CommandLineWord.quoted).joined(separator: " ")
  }
}

extension String {
  /// The path from the root of the file system.
  var absolute: String { hasPrefix("/") ? self : "\(Platform.realPath(".") ?? ".")/\(self)" }
}
