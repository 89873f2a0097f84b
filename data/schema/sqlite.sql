-- Written by `make schema` from data/schema/tables and the shapes; do not edit.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    number INTEGER,
    text TEXT
) STRICT;
CREATE TABLE key_name (
    authority TEXT NOT NULL,
    owner BLOB NOT NULL,
    class INTEGER NOT NULL,
    slot BLOB NOT NULL,
    PRIMARY KEY (authority, owner, class)
) WITHOUT ROWID, STRICT;

CREATE TABLE key_doom (
    authority TEXT NOT NULL,
    owner BLOB NOT NULL,
    class INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (authority, owner, class)
) STRICT;
CREATE INDEX key_doom_due ON key_doom (due_at);
CREATE TABLE journal_entry (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    kind INTEGER NOT NULL,
    action TEXT NOT NULL,
    register_name TEXT NOT NULL,
    citation TEXT NOT NULL,
    officer BLOB,
    role TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unit TEXT NOT NULL,
    record BLOB,
    person BLOB,
    case_id BLOB,
    at INTEGER NOT NULL,
    real_at INTEGER NOT NULL,
    envelopes INTEGER NOT NULL,
    leaf_hash BLOB NOT NULL,
    leaf INTEGER,
    PRIMARY KEY (authority, id)
) WITHOUT ROWID, STRICT;
CREATE INDEX journal_entry_person ON journal_entry (authority, person, id) WHERE person IS NOT NULL;
CREATE INDEX journal_entry_case ON journal_entry (authority, case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX journal_entry_officer ON journal_entry (authority, officer, id) WHERE officer IS NOT NULL;
CREATE INDEX journal_entry_unsealed ON journal_entry (id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX journal_entry_leaf ON journal_entry (leaf) WHERE leaf IS NOT NULL;

CREATE TABLE journal_envelope (
    authority TEXT NOT NULL,
    entry BLOB NOT NULL,
    position INTEGER NOT NULL,
    subject BLOB NOT NULL,
    commitment BLOB NOT NULL,
    ciphertext BLOB,
    PRIMARY KEY (authority, entry, position)
) WITHOUT ROWID, STRICT;
CREATE INDEX journal_envelope_subject ON journal_envelope (authority, subject) WHERE ciphertext IS NOT NULL;

CREATE TABLE journal_tile (
    level INTEGER NOT NULL,
    number INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, number)
) STRICT;
CREATE TABLE journal_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    public_key BLOB NOT NULL,
    real_at INTEGER NOT NULL
) STRICT;
CREATE TABLE journal_lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder BLOB NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE TABLE outbox (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    about BLOB,
    person BLOB,
    case_id BLOB,
    locked_by BLOB,
    body BLOB,
    citation TEXT NOT NULL,
    put_at INTEGER NOT NULL,
    due_at INTEGER,
    state INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (authority, id)
) STRICT;
CREATE INDEX outbox_open ON outbox (next_try_at) WHERE state <> 3;
CREATE INDEX outbox_about ON outbox (authority, about, id) WHERE state <> 3;
CREATE INDEX outbox_answered ON outbox (put_at) WHERE state = 3;
CREATE INDEX outbox_locked_by ON outbox (authority, locked_by) WHERE body IS NOT NULL;

CREATE TABLE inbox (
    authority TEXT NOT NULL,
    id BLOB NOT NULL,
    from_authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    person BLOB,
    received_at INTEGER NOT NULL,
    locked_by BLOB,
    answer BLOB,
    PRIMARY KEY (authority, id)
) STRICT;
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX inbox_locked_by ON inbox (authority, locked_by) WHERE answer IS NOT NULL;

CREATE TABLE node_line (
    authority TEXT NOT NULL PRIMARY KEY,
    cut_since INTEGER NOT NULL
) STRICT;
CREATE TABLE register_arrival (
    authority TEXT NOT NULL,
    register_name TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (authority, register_name)
) STRICT;
CREATE TABLE web_session (
    key BLOB NOT NULL PRIMARY KEY,
    id BLOB NOT NULL,
    officer BLOB NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    unit TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    begun INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
CREATE INDEX web_session_officer ON web_session (officer);
CREATE INDEX web_session_begun ON web_session (begun);
CREATE TABLE web_answer (
    key BLOB NOT NULL PRIMARY KEY,
    content BLOB NOT NULL,
    begun INTEGER NOT NULL,
    answer BLOB
) STRICT;
CREATE INDEX web_answer_begun ON web_answer (begun);
CREATE TABLE "register_entry" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "register_name" TEXT,
    "person" BLOB,
    "case_id" BLOB,
    "recorded_at" INTEGER,
    "storage_ends_on" TEXT,
    "storage_citation" TEXT,
    "with_file" INTEGER,
    "marks" INTEGER,
    "sender" TEXT,
    "arrival" INTEGER,
    "sequence" BLOB,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "register_entry__by_register_name" ON "register_entry" ("authority", "register_name", "id");
CREATE INDEX "register_entry__by_person" ON "register_entry" ("authority", "person", "id");
CREATE INDEX "register_entry__by_case_id" ON "register_entry" ("authority", "case_id", "id");
CREATE INDEX "register_entry__by_storage_ends_on" ON "register_entry" ("authority", "storage_ends_on", "id");
CREATE INDEX "register_entry__by_sequence" ON "register_entry" ("authority", "sequence", "id");
CREATE TABLE "register_link" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "register_name" TEXT,
    "a" BLOB,
    "b" BLOB,
    "confirmed" INTEGER,
    "since" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "register_link__by_a" ON "register_link" ("authority", "a", "id");
CREATE INDEX "register_link__by_b" ON "register_link" ("authority", "b", "id");
CREATE TABLE "log_end" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "register_name" TEXT,
    "owner" BLOB,
    "last_day" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "log_end__by_owner" ON "log_end" ("authority", "owner", "id");
CREATE INDEX "log_end__by_last_day" ON "log_end" ("authority", "last_day", "id");
CREATE TABLE "eurodac_dataset" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "category" TEXT,
    "facial_image" BLOB,
    "born_on" TEXT,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "origin" TEXT,
    "event_place" TEXT,
    "event_on" TEXT,
    "sex" TEXT,
    "reference" TEXT,
    "biometrics_taken_on" TEXT,
    "transmitted_on" TEXT,
    "operator" TEXT,
    "responsible_state" TEXT,
    "relocation_state" TEXT,
    "arrived_take_charge_on" TEXT,
    "arrived_take_back_on" TEXT,
    "left_on" TEXT,
    "removed_on" TEXT,
    "arrived_relocation_on" TEXT,
    "visa_issued" INTEGER,
    "visa_state" TEXT,
    "visa_application" TEXT,
    "security_flag" INTEGER,
    "security_source" TEXT,
    "rejected" INTEGER,
    "border_decision_final" INTEGER,
    "avrr_granted" INTEGER,
    "granted_on" TEXT,
    "refused_on" TEXT,
    "refusal_grounds" INTEGER,
    "discontinued_on" TEXT,
    "exclusion_ground" INTEGER,
    "council_decision" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "eurodac_dataset__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "finger" TEXT,
    "rolled" INTEGER,
    "quality" INTEGER,
    "minutiae" BLOB,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset__names" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset__documents" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset__scans" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "image" BLOB,
    "other_document" INTEGER,
    "authenticity" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
) STRICT;
CREATE INDEX "eurodac_dataset__by_origin" ON "eurodac_dataset" ("authority", "origin", "id");
CREATE INDEX "eurodac_dataset__by_reference" ON "eurodac_dataset" ("authority", "reference", "id");
CREATE INDEX "eurodac_dataset__documents__by_number" ON "eurodac_dataset__documents" ("authority", "number", "id");
CREATE TABLE "eurodac_hit" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "asked" BLOB,
    "found" BLOB,
    "person" BLOB,
    "case_id" BLOB,
    "request" BLOB,
    "for_subject" INTEGER,
    "score" INTEGER,
    "fingers" INTEGER,
    "by_data" INTEGER,
    "category" TEXT,
    "origin" TEXT,
    "reference" TEXT,
    "event_on" TEXT,
    "sent_on" TEXT,
    "marks" INTEGER,
    "precedence" INTEGER,
    "state" TEXT,
    "received_at" INTEGER,
    "decided_by" BLOB,
    "decided_at" INTEGER,
    "tell_by" TEXT,
    "told_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "eurodac_hit__by_asked" ON "eurodac_hit" ("authority", "asked", "id");
CREATE INDEX "eurodac_hit__by_found" ON "eurodac_hit" ("authority", "found", "id");
CREATE INDEX "eurodac_hit__by_person" ON "eurodac_hit" ("authority", "person", "id");
CREATE INDEX "eurodac_hit__by_case_id" ON "eurodac_hit" ("authority", "case_id", "id");
CREATE INDEX "eurodac_hit__by_request" ON "eurodac_hit" ("authority", "request", "id");
CREATE INDEX "eurodac_hit__by_state" ON "eurodac_hit" ("authority", "state", "id");
CREATE TABLE "eurodac_dataset_found" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "category" TEXT,
    "facial_image" BLOB,
    "born_on" TEXT,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "origin" TEXT,
    "event_place" TEXT,
    "event_on" TEXT,
    "sex" TEXT,
    "reference" TEXT,
    "biometrics_taken_on" TEXT,
    "transmitted_on" TEXT,
    "operator" TEXT,
    "responsible_state" TEXT,
    "relocation_state" TEXT,
    "arrived_take_charge_on" TEXT,
    "arrived_take_back_on" TEXT,
    "left_on" TEXT,
    "removed_on" TEXT,
    "arrived_relocation_on" TEXT,
    "visa_issued" INTEGER,
    "visa_state" TEXT,
    "visa_application" TEXT,
    "security_flag" INTEGER,
    "security_source" TEXT,
    "rejected" INTEGER,
    "border_decision_final" INTEGER,
    "avrr_granted" INTEGER,
    "granted_on" TEXT,
    "refused_on" TEXT,
    "refusal_grounds" INTEGER,
    "discontinued_on" TEXT,
    "exclusion_ground" INTEGER,
    "council_decision" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "eurodac_dataset_found__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "finger" TEXT,
    "rolled" INTEGER,
    "quality" INTEGER,
    "minutiae" BLOB,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset_found__names" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset_found__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset_found__documents" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
) STRICT;
CREATE TABLE "eurodac_dataset_found__scans" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "image" BLOB,
    "other_document" INTEGER,
    "authenticity" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
) STRICT;
CREATE INDEX "eurodac_dataset_found__by_origin" ON "eurodac_dataset_found" ("authority", "origin", "id");
CREATE INDEX "eurodac_dataset_found__by_reference" ON "eurodac_dataset_found" ("authority", "reference", "id");
CREATE INDEX "eurodac_dataset_found__documents__by_number" ON "eurodac_dataset_found__documents" ("authority", "number", "id");
CREATE TABLE "eurodac_notice" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "dataset" BLOB,
    "person" BLOB,
    "event" TEXT,
    "from_state" TEXT,
    "reference" TEXT,
    "responsible_state" TEXT,
    "act" TEXT,
    "state" TEXT,
    "received_at" INTEGER,
    "done_by" BLOB,
    "done_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "eurodac_notice__by_dataset" ON "eurodac_notice" ("authority", "dataset", "id");
CREATE INDEX "eurodac_notice__by_person" ON "eurodac_notice" ("authority", "person", "id");
CREATE INDEX "eurodac_notice__by_state" ON "eurodac_notice" ("authority", "state", "id");
CREATE TABLE "eurodac_count" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "month" TEXT,
    "member_state" TEXT,
    "point" TEXT,
    "detail" TEXT,
    "birth_year" INTEGER,
    "sex" TEXT,
    "n" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "eurodac_count__by_month" ON "eurodac_count" ("authority", "month", "id");
CREATE TABLE "eurodac_request" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "file" TEXT,
    "offence" TEXT,
    "persons" TEXT,
    "grounds" TEXT,
    "europol" INTEGER,
    "europol_check" TEXT,
    "cir_flag" INTEGER,
    "national_check" TEXT,
    "prum_check" TEXT,
    "against_child" INTEGER,
    "child_grounds" TEXT,
    "urgent" INTEGER,
    "asked_by" BLOB,
    "asked_unit" TEXT,
    "asked_at" INTEGER,
    "verdict" TEXT,
    "verified_by" BLOB,
    "verified_unit" TEXT,
    "verified_at" INTEGER,
    "searched_by" BLOB,
    "searched_at" INTEGER,
    "answered_at" INTEGER,
    "hits" INTEGER,
    "case_needs" INTEGER,
    "erased_at" INTEGER,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "eurodac_request__by_file" ON "eurodac_request" ("authority", "file", "id");
CREATE INDEX "eurodac_request__by_erase_on" ON "eurodac_request" ("authority", "erase_on", "id");
CREATE TABLE "eurodac_transmission" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "person" BLOB,
    "case_id" BLOB,
    "category" TEXT,
    "reference" TEXT,
    "state" TEXT,
    "put_at" INTEGER,
    "due_at" INTEGER,
    "due_under" TEXT,
    "answered_at" INTEGER,
    "urgent" INTEGER,
    "hit" INTEGER,
    "hits" INTEGER,
    "times" INTEGER,
    "late" INTEGER,
    "late_reason" TEXT,
    "late_note" TEXT,
    "problem" TEXT,
    "erased_for" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "eurodac_transmission__by_person" ON "eurodac_transmission" ("authority", "person", "id");
CREATE INDEX "eurodac_transmission__by_case_id" ON "eurodac_transmission" ("authority", "case_id", "id");
CREATE INDEX "eurodac_transmission__by_state" ON "eurodac_transmission" ("authority", "state", "id");
CREATE TABLE "cir_file" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "facial_image" BLOB,
    "born_on" TEXT,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "sex" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "cir_file__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "finger" TEXT,
    "rolled" INTEGER,
    "quality" INTEGER,
    "minutiae" BLOB,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
) STRICT;
CREATE TABLE "cir_file__names" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
) STRICT;
CREATE TABLE "cir_file__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
) STRICT;
CREATE TABLE "cir_file__documents" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
) STRICT;
CREATE INDEX "cir_file__documents__by_number" ON "cir_file__documents" ("authority", "number", "id");
CREATE TABLE "person" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "number" TEXT,
    "born_on" TEXT,
    "age_estimated" INTEGER,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "sex" TEXT,
    "languages" TEXT,
    "identity_certainty" TEXT,
    "arrival" BLOB,
    "band" TEXT,
    "family_head" BLOB,
    "family_relation" TEXT,
    "unaccompanied" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "person__names" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
) STRICT;
CREATE TABLE "person__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
) STRICT;
CREATE TABLE "person__documents" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
) STRICT;
CREATE INDEX "person__by_number" ON "person" ("authority", "number", "id");
CREATE INDEX "person__by_arrival" ON "person" ("authority", "arrival", "id");
CREATE INDEX "person__by_band" ON "person" ("authority", "band", "id");
CREATE INDEX "person__by_family_head" ON "person" ("authority", "family_head", "id");
CREATE INDEX "person__documents__by_number" ON "person__documents" ("authority", "number", "id");
CREATE TABLE "identity_decision" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "person" BLOB,
    "other" BLOB,
    "verdict" TEXT,
    "reason" TEXT,
    "score" INTEGER,
    "decided_by" BLOB,
    "decided_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "identity_decision__by_person" ON "identity_decision" ("authority", "person", "id");
CREATE INDEX "identity_decision__by_other" ON "identity_decision" ("authority", "other", "id");
CREATE TABLE "setting_change" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "setting" TEXT,
    "day" TEXT,
    "on" INTEGER,
    "valid_from" INTEGER,
    "valid_until" INTEGER,
    "backdated" INTEGER,
    "why" TEXT,
    "citation" TEXT,
    "position" INTEGER,
    "set_at" INTEGER,
    "set_by" BLOB,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "staff" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "sign_in_name" TEXT,
    "name" TEXT,
    "unit" TEXT,
    "roles" INTEGER,
    "usual_purpose" TEXT,
    "language" TEXT,
    "time_zone" TEXT,
    "active" INTEGER,
    "created_at" INTEGER,
    "password_changed_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "staff__by_sign_in_name" ON "staff" ("authority", "sign_in_name", "id");
CREATE TABLE "staff_secret" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "password_hash" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "subject_request" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "person" BLOB,
    "concerns" TEXT,
    "received_on" TEXT,
    "wish" TEXT,
    "outcome" TEXT,
    "answer" TEXT,
    "answered_by" BLOB,
    "answered_at" INTEGER,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "subject_request__by_person" ON "subject_request" ("authority", "person", "id");
CREATE INDEX "subject_request__by_erase_on" ON "subject_request" ("authority", "erase_on", "id");
CREATE TABLE "representation" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "person" BLOB,
    "kind" TEXT,
    "sign_in_name" TEXT,
    "account" BLOB,
    "name" TEXT,
    "organisation" TEXT,
    "contact" TEXT,
    "since" INTEGER,
    "designated_by" TEXT,
    "act" TEXT,
    "trained" INTEGER,
    "independent" INTEGER,
    "conflict" INTEGER,
    "normal_circumstances" INTEGER,
    "minors_in_care" INTEGER,
    "why_changed" TEXT,
    "minor_told" INTEGER,
    "until" INTEGER,
    "ended_because" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "representation__by_person" ON "representation" ("authority", "person", "id");
CREATE INDEX "representation__by_account" ON "representation" ("authority", "account", "id");
CREATE INDEX "representation__by_name" ON "representation" ("authority", "name", "id");
CREATE INDEX "representation__by_until" ON "representation" ("authority", "until", "id");
CREATE TABLE "case_file" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "number" TEXT,
    "procedure" TEXT,
    "chart_version" INTEGER,
    "state" TEXT,
    "member_state" TEXT,
    "place" TEXT,
    "person" BLOB,
    "arrival" BLOB,
    "follows" BLOB,
    "holder" BLOB,
    "held_since" INTEGER,
    "opened_at" INTEGER,
    "closed_at" INTEGER,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "case_file__by_number" ON "case_file" ("authority", "number", "id");
CREATE INDEX "case_file__by_procedure" ON "case_file" ("authority", "procedure", "id");
CREATE INDEX "case_file__by_state" ON "case_file" ("authority", "state", "id");
CREATE INDEX "case_file__by_place" ON "case_file" ("authority", "place", "id");
CREATE INDEX "case_file__by_person" ON "case_file" ("authority", "person", "id");
CREATE INDEX "case_file__by_arrival" ON "case_file" ("authority", "arrival", "id");
CREATE INDEX "case_file__by_follows" ON "case_file" ("authority", "follows", "id");
CREATE INDEX "case_file__by_holder" ON "case_file" ("authority", "holder", "id");
CREATE INDEX "case_file__by_erase_on" ON "case_file" ("authority", "erase_on", "id");
CREATE TABLE "case_action" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "case_id" BLOB,
    "position" INTEGER,
    "action" TEXT,
    "form" BLOB,
    "officer" BLOB,
    "role" TEXT,
    "by_law" INTEGER,
    "at" INTEGER,
    "happened_at" INTEGER,
    "late_why" TEXT,
    "corrects" BLOB,
    "undoes" BLOB,
    "other" BLOB,
    "from_state" TEXT,
    "to_state" TEXT,
    "reason" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "case_action__by_case_id" ON "case_action" ("authority", "case_id", "id");
CREATE INDEX "case_action__by_other" ON "case_action" ("authority", "other", "id");
CREATE TABLE "case_clock" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "case_id" BLOB,
    "name" TEXT,
    "state" TEXT,
    "started_at" INTEGER,
    "ends_at" INTEGER,
    "last_day" TEXT,
    "outer_end" INTEGER,
    "uncertain" INTEGER,
    "citation" TEXT,
    "suspended_at" INTEGER,
    "suspended_why" TEXT,
    "stood_still" INTEGER,
    "stopped_at" INTEGER,
    "extensions" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "case_clock__by_case_id" ON "case_clock" ("authority", "case_id", "id");
CREATE INDEX "case_clock__by_state" ON "case_clock" ("authority", "state", "id");
CREATE INDEX "case_clock__by_ends_at" ON "case_clock" ("authority", "ends_at", "id");
CREATE TABLE "case_draft" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "owner" BLOB,
    "case_id" BLOB,
    "action" TEXT,
    "body" TEXT,
    "saved_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "case_draft__by_owner" ON "case_draft" ("authority", "owner", "id");
CREATE INDEX "case_draft__by_case_id" ON "case_draft" ("authority", "case_id", "id");
CREATE TABLE "arrival" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "number" TEXT,
    "member_state" TEXT,
    "place" TEXT,
    "event" TEXT,
    "event_at" INTEGER,
    "people" INTEGER,
    "children" INTEGER,
    "means" TEXT,
    "remarks" TEXT,
    "bands_printed" INTEGER,
    "closed_at" INTEGER,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE INDEX "arrival__by_number" ON "arrival" ("authority", "number", "id");
CREATE INDEX "arrival__by_erase_on" ON "arrival" ("authority", "erase_on", "id");
CREATE TABLE "screening_opened" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "event" TEXT,
    "event_at" INTEGER,
    "third_country_national" INTEGER,
    "entry_conditions_met" INTEGER,
    "entry_basis" TEXT,
    "application_made" INTEGER,
    "turned_back" INTEGER,
    "remains_physically" INTEGER,
    "custody_until_removal" INTEGER,
    "illegally_staying" INTEGER,
    "crossed_external_border_irregularly" INTEGER,
    "internal_border_controlled" INTEGER,
    "already_screened" INTEGER,
    "sent_back_under_bilateral" INTEGER,
    "sent_back_to" TEXT,
    "sent_back_authority" TEXT,
    "criminal_or_extradition" INTEGER,
    "state_stops_for_criminal_case" INTEGER,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "information_given" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "items" INTEGER,
    "language" TEXT,
    "channel" TEXT,
    "interpreter" INTEGER,
    "child_friendly" INTEGER,
    "assistant_present" INTEGER,
    "acknowledged" TEXT,
    "given_by" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "assistance_of_minor" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "assistant" TEXT,
    "organisation" TEXT,
    "family_accompanies" INTEGER,
    "provisional_designated" INTEGER,
    "provisional_representative" INTEGER,
    "trained" INTEGER,
    "independent" INTEGER,
    "minors_in_care" INTEGER,
    "normal_circumstances" INTEGER,
    "present_from" INTEGER,
    "why_changed" TEXT,
    "why_none" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "health_check" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT,
    "needs" INTEGER,
    "examined_by" TEXT,
    "no_check_reason" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "vulnerability_check" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "found" INTEGER,
    "indications" INTEGER,
    "reception_needs" INTEGER,
    "procedural_needs" INTEGER,
    "support" TEXT,
    "trained_for_minors" INTEGER,
    "child_protection_told" INTEGER,
    "checked_by" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "biometrics_taken" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "capture" TEXT,
    "facial_image" BLOB,
    "trained_for_minors" INTEGER,
    "adult_present" INTEGER,
    "risk_to_child" INTEGER,
    "child_protection_told" INTEGER,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "biometrics_taken__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "finger" TEXT,
    "rolled" INTEGER,
    "quality" INTEGER,
    "minutiae" BLOB,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "biometrics_taken" ON DELETE CASCADE
) STRICT;
CREATE TABLE "identity_check" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "means" INTEGER,
    "cir" TEXT,
    "sis" TEXT,
    "national" TEXT,
    "portal_used" INTEGER,
    "second_query" TEXT,
    "failure_reason" TEXT,
    "done_at_border_check" INTEGER,
    "name_certainty" TEXT,
    "birth_date_certainty" TEXT,
    "birth_place_certainty" TEXT,
    "sex_certainty" TEXT,
    "nationality_certainty" TEXT,
    "residence_certainty" TEXT,
    "languages_certainty" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "security_check" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "done_at_border_check" INTEGER,
    "hit" INTEGER,
    "threat" INTEGER,
    "reasons" INTEGER,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "security_check__queries" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "system" TEXT,
    "result" TEXT,
    "reason" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "security_check" ON DELETE CASCADE
) STRICT;
CREATE TABLE "watchlist_opinion" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "received_at" INTEGER,
    "threat" INTEGER,
    "opinion" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_statement" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "application_made" INTEGER,
    "applied_at" INTEGER,
    "applied_where" TEXT,
    "family_in_union" INTEGER,
    "cooperated" INTEGER,
    "residence_before" TEXT,
    "reason_of_entry" TEXT,
    "departed_from" TEXT,
    "lived_in" TEXT,
    "destination" TEXT,
    "smuggling" INTEGER,
    "trafficking" INTEGER,
    "remarks" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_statement__family" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "name" TEXT,
    "relation" TEXT,
    "member_state" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "screening_statement" ON DELETE CASCADE
) STRICT;
CREATE TABLE "screening_statement__route" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    "sought_protection" INTEGER,
    "got_protection" INTEGER,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "screening_statement" ON DELETE CASCADE
) STRICT;
CREATE TABLE "application_recorded" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "applied_at" INTEGER,
    "place" TEXT,
    "said_to" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "application_withdrawn" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "withdrawn_at" INTEGER,
    "informed" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_circumstances" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "over_72_hours" INTEGER,
    "custody_over_72_hours" INTEGER,
    "release_at" INTEGER,
    "influx_notified" INTEGER,
    "influx_from" TEXT,
    "influx_until" TEXT,
    "health_ended_at" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "relocation_planned" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "planned" INTEGER,
    "member_state" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "access_refused" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "organisation" TEXT,
    "ground" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "shift_note" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "form_offered" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "copy" TEXT,
    "language" TEXT,
    "chance_to_object" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "form_offered__objections" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "item" TEXT,
    "statement" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "form_offered" ON DELETE CASCADE
) STRICT;
CREATE TABLE "screening_eurodac_erased" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "because" TEXT,
    "erased_on" TEXT,
    "category" TEXT,
    "transmitted_on" TEXT,
    "kept_until" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_referral" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "referral" TEXT,
    "referred_to" TEXT,
    "relocation_state" TEXT,
    "open_checks" INTEGER,
    "why_open" TEXT,
    "ended_by" TEXT,
    "own_reasons" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_ended" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "circumstances" TEXT,
    "sent_to" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "screening_departure" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "country" TEXT,
    "own_decision" INTEGER,
    "accepted_there" INTEGER,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "allegation_received" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "subjects" INTEGER,
    "received_at" INTEGER,
    "received_from" TEXT,
    "screening" TEXT,
    "account" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "allegation_finding" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "reasons" TEXT,
    "offence_or_claim" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "allegation_referred" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "to_body" TEXT,
    "reference" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "allegation_closed" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "outcome" TEXT,
    "recommendation" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "announcement_received" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "from_authority" TEXT,
    "from_number" TEXT,
    "event_at" INTEGER,
    "place" TEXT,
    "born_on" TEXT,
    "sex" TEXT,
    "languages" TEXT,
    "unaccompanied" INTEGER,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "announcement_received__names" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "announcement_received" ON DELETE CASCADE
) STRICT;
CREATE TABLE "announcement_received__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "position" INTEGER NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "announcement_received" ON DELETE CASCADE
) STRICT;
CREATE TABLE "announcement_screened" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "screening" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
CREATE TABLE "announcement_missed" (
    "authority" TEXT NOT NULL,
    "id" BLOB NOT NULL,
    "version" INTEGER NOT NULL,
    "what_was_done" TEXT,
    PRIMARY KEY ("authority", "id")
) STRICT;
