-- Keys of registrations live 30 days; those of imports stay, and the nightly sweep does not read past them:
-- DELETE … WHERE key IN (SELECT key … WHERE made_at < $1 AND key NOT LIKE 'import %' ORDER BY made_at LIMIT $2)
CREATE INDEX intake_forgotten ON appeals.intake (made_at) WHERE key NOT LIKE 'import %';
DROP INDEX appeals.intake_made_at;
