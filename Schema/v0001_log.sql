-- Version 1 of the store: the append-only log, its indexes, and the projection.
-- docs/FORMAT.md says what an event is; the bytes in events.line are the truth, all else can be made again from them.

-- 'Fwup' in ASCII: how the store knows its own files.
PRAGMA application_id = 1182233968;

-- A chain is one branch of one device's log. Most devices have one; a copied database gives its device a second.
CREATE TABLE chains (
  id INTEGER PRIMARY KEY,            -- 1, 2, 3 … in order of arrival
  device TEXT NOT NULL,
  parent INTEGER,                    -- the chain it branches from, at first_seq - 1; null when it begins at seq 1
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  head BLOB NOT NULL                 -- the hash of its last event
) STRICT;

CREATE TABLE records (
  id INTEGER PRIMARY KEY,            -- 1, 2, 3 … in order of arrival
  uuid TEXT NOT NULL UNIQUE
) STRICT;

-- The log. A row's id is the order of acceptance, so predecessors always come first.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  chain INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash INTEGER NOT NULL,             -- the first 8 bytes of the line's SHA-256; the full hash is checked on the line
  record INTEGER,                    -- null in a line of a later version, which waits to be understood
  line TEXT NOT NULL                 -- the event, without its LF, exactly as it arrived
) STRICT;
CREATE INDEX events_chain_seq ON events (chain, seq);
CREATE INDEX events_hash ON events (hash);
CREATE INDEX events_record ON events (record);

CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the event log is append-only: an event is never changed'); END;
CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the event log is append-only: an event is never removed'); END;
-- INSERT OR REPLACE fires no delete trigger, so a row that exists is guarded here; the id is the only unique key.
CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the event log is append-only: this event exists'); END;

-- For people with a database shell: the log with its identifiers written out.
CREATE VIEW log AS
SELECT e.id, c.device, e.seq, r.uuid AS record, e.line
FROM events e JOIN chains c ON c.id = e.chain LEFT JOIN records r ON r.id = e.record;

-- Well-formed lines whose predecessor is not here yet: outside state, digest, export and acks.
CREATE TABLE waiting (
  hash BLOB PRIMARY KEY,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL,
  prev BLOB NOT NULL,                -- what it waits for
  line TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_prev ON waiting (prev);
CREATE INDEX waiting_device ON waiting (device, seq);

-- Hashes in `seen` that name no accepted event yet; once accepted, they can end survivors.
CREATE TABLE dangling (
  hash BLOB NOT NULL,
  chain INTEGER NOT NULL,            -- the event that has seen it
  seq INTEGER NOT NULL,
  PRIMARY KEY (hash, chain, seq)
) STRICT, WITHOUT ROWID;

-- Causal history: for each event with `seen`, and for the first event of a branch, how far into each chain its past
-- reaches, itself included: pairs of varints (chain, seq), ascending. Between two rows of a chain only the own seq grows.
CREATE TABLE frontiers (
  chain INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  past BLOB NOT NULL,
  PRIMARY KEY (chain, seq)
) STRICT, WITHOUT ROWID;

-- The projection: the assignments that are in no other one's past. Place 0 is the value, the last writer's.
CREATE TABLE survivors (
  record INTEGER NOT NULL,
  field TEXT NOT NULL,
  place INTEGER NOT NULL,            -- by (hlc, device, hash), the greatest first
  value TEXT NOT NULL,               -- canonical JSON; null is a cleared field
  chain INTEGER NOT NULL,            -- the event that assigns it
  seq INTEGER NOT NULL,
  PRIMARY KEY (record, field, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX survivors_contested ON survivors (record, field) WHERE place > 0;
CREATE INDEX survivors_type ON survivors (value) WHERE field = 'type' AND place = 0;
-- A reference is a UUID in quotes: 38 bytes.
CREATE INDEX survivors_reference ON survivors (value, field) WHERE length(value) = 38 AND field <> 'type' AND place = 0;

-- The greatest timestamp of each day that the log knows, real dates only: what the hybrid logical clock asks for.
CREATE TABLE clock_days (
  day INTEGER PRIMARY KEY,           -- 20261120
  hlc TEXT NOT NULL
) STRICT;

-- Records whose state changed without an event of their own: an event that arrived late ended a survivor.
CREATE TABLE revisions (
  event INTEGER NOT NULL,            -- the last event when it happened
  record INTEGER NOT NULL,
  PRIMARY KEY (event, record)
) STRICT, WITHOUT ROWID;

-- As which device this store writes on each machine and path (FORMAT 6).
CREATE TABLE writers (
  place TEXT PRIMARY KEY,            -- the SHA-256 of machine and path
  device TEXT NOT NULL,
  seq INTEGER NOT NULL,              -- the last event that was written here, not merely received
  hash BLOB NOT NULL,
  anchored INTEGER NOT NULL          -- 0: the anchor could not be written, so its absence says nothing
) STRICT;

-- Every device that ever wrote in this store, for undo and for people.
CREATE TABLE own_devices (
  device TEXT PRIMARY KEY,
  first_event INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
