/// To whom a step is addressed.
public enum AddresseeKind: String, CaseIterable, Hashable, Sendable {
  /// Whom one spoke with.
  case interviewer
  /// The recruiter or HR if they were the channel, else the hiring manager (PLAYBOOKS 7).
  case recruiterOrHiringManager = "recruiter_or_hiring_manager"
  /// The hiring manager, else whom one spoke with.
  case hiringManager = "hiring_manager"
  /// Somebody known inside the employer.
  case insider
}
