-- Version 2: what a store remembers of the shared folders that it syncs with (docs/FORMAT.md, section 5).
-- Nothing of it is needed to understand the log. Lost, it is found out again by reading the folder.

CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  place TEXT NOT NULL UNIQUE,        -- the SHA-256 of machine and real path: a copied database remembers none
  path TEXT NOT NULL,                -- as the person named it
  synced_ms INTEGER NOT NULL         -- the wall clock at the end of the last sync
) STRICT;

-- Each file that was read, as it was when it was read: one that stands as it did is not opened again.
CREATE TABLE folder_files (
  folder INTEGER NOT NULL,
  path TEXT NOT NULL,                -- within the folder
  size INTEGER NOT NULL,             -- -1: it was whole, and was not there any more at the last sync
  modified_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  since_ms INTEGER NOT NULL,         -- the wall clock when it was first found like this
  read_ms INTEGER NOT NULL,          -- the wall clock when it was last read, or written by this store
  reads INTEGER NOT NULL,            -- how often it was read like this; 0: written here and not read back yet
  head BLOB,                         -- whole: the hash of its last event; otherwise null
  problem TEXT,                      -- not whole and not merely incomplete: why
  PRIMARY KEY (folder, path)
) STRICT, WITHOUT ROWID;

-- The last ack of each device: what it says that it has accepted. A claim, for people to read.
CREATE TABLE folder_acks (
  folder INTEGER NOT NULL,
  device TEXT NOT NULL,
  n INTEGER NOT NULL,
  path TEXT NOT NULL,                -- within the folder
  content BLOB NOT NULL,             -- the file's bytes
  PRIMARY KEY (folder, device)
) STRICT, WITHOUT ROWID;
