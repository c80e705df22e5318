package store

// countOpen turns version 2 into version 3, in which each recall knows how many outcomes are open, and few mailboxes that are no users' are
// found without looking at all.
const countOpen = `
CREATE INDEX mailboxes_else ON mailboxes (kind) WHERE kind <> 0;
ALTER TABLE recalls ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
CREATE INDEX recalls_open ON recalls (id) WHERE open > 0;
UPDATE recalls SET open = (SELECT count(*) FROM outcomes o WHERE o.recall = recalls.id AND o.answer IS NULL)`
