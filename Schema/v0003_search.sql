-- Version 3: the full-text index over the projection. It can be made again from the survivors, as they from the log.
-- Each record that has any text is one document, its number the rowid: the texts of all its survivors, those in conflict
-- too, a line each. The texts stand in survivors alone; whoever changes these tells the index what it held before.
CREATE VIRTUAL TABLE search USING fts5 (
  text,
  content = '',
  tokenize = 'unicode61 remove_diacritics 2'
);
