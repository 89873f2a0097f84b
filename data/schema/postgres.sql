-- Written by `make schema` from data/schema/tables and the shapes; do not edit.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    number BIGINT,
    text TEXT
);
CREATE TABLE key_name (
    authority TEXT NOT NULL,
    owner BYTEA NOT NULL,
    class BIGINT NOT NULL,
    slot BYTEA NOT NULL,
    PRIMARY KEY (authority, owner, class)
);

CREATE TABLE key_doom (
    authority TEXT NOT NULL,
    owner BYTEA NOT NULL,
    class BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (authority, owner, class)
);
CREATE INDEX key_doom_due ON key_doom (due_at);
CREATE TABLE journal_entry (
    authority TEXT NOT NULL,
    id BYTEA NOT NULL,
    kind BIGINT NOT NULL,
    action TEXT NOT NULL,
    register_name TEXT NOT NULL,
    citation TEXT NOT NULL,
    officer BYTEA,
    role TEXT NOT NULL,
    purpose TEXT NOT NULL,
    unit TEXT NOT NULL,
    record BYTEA,
    person BYTEA,
    case_id BYTEA,
    at BIGINT NOT NULL,
    real_at BIGINT NOT NULL,
    envelopes BIGINT NOT NULL,
    leaf_hash BYTEA NOT NULL,
    leaf BIGINT,
    PRIMARY KEY (authority, id)
);
CREATE INDEX journal_entry_person ON journal_entry (authority, person, id) WHERE person IS NOT NULL;
CREATE INDEX journal_entry_case ON journal_entry (authority, case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX journal_entry_officer ON journal_entry (authority, officer, id) WHERE officer IS NOT NULL;
CREATE INDEX journal_entry_unsealed ON journal_entry (id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX journal_entry_leaf ON journal_entry (leaf) WHERE leaf IS NOT NULL;

CREATE TABLE journal_envelope (
    authority TEXT NOT NULL,
    entry BYTEA NOT NULL,
    position BIGINT NOT NULL,
    subject BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    ciphertext BYTEA,
    PRIMARY KEY (authority, entry, position)
);
CREATE INDEX journal_envelope_subject ON journal_envelope (authority, subject) WHERE ciphertext IS NOT NULL;

CREATE TABLE journal_tile (
    level BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA NOT NULL,
    PRIMARY KEY (level, number)
);
CREATE TABLE journal_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    note TEXT NOT NULL,
    public_key BYTEA NOT NULL,
    real_at BIGINT NOT NULL
);
CREATE TABLE journal_lease (
    name TEXT NOT NULL PRIMARY KEY,
    holder BYTEA NOT NULL,
    until BIGINT NOT NULL
);
CREATE TABLE outbox (
    authority TEXT NOT NULL,
    id BYTEA NOT NULL,
    kind TEXT NOT NULL,
    destination TEXT NOT NULL,
    about BYTEA,
    person BYTEA,
    case_id BYTEA,
    locked_by BYTEA,
    body BYTEA,
    citation TEXT NOT NULL,
    put_at BIGINT NOT NULL,
    due_at BIGINT,
    state BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (authority, id)
);
CREATE INDEX outbox_open ON outbox (next_try_at) WHERE state <> 3;
CREATE INDEX outbox_about ON outbox (authority, about, id) WHERE state <> 3;
CREATE INDEX outbox_answered ON outbox (put_at) WHERE state = 3;
CREATE INDEX outbox_locked_by ON outbox (authority, locked_by) WHERE body IS NOT NULL;

CREATE TABLE inbox (
    authority TEXT NOT NULL,
    id BYTEA NOT NULL,
    from_authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    person BYTEA,
    received_at BIGINT NOT NULL,
    locked_by BYTEA,
    answer BYTEA,
    PRIMARY KEY (authority, id)
);
CREATE INDEX inbox_received ON inbox (received_at);
CREATE INDEX inbox_locked_by ON inbox (authority, locked_by) WHERE answer IS NOT NULL;

CREATE TABLE node_line (
    authority TEXT NOT NULL PRIMARY KEY,
    cut_since BIGINT NOT NULL
);
CREATE TABLE register_arrival (
    authority TEXT NOT NULL,
    register_name TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (authority, register_name)
);
CREATE TABLE web_session (
    key BYTEA NOT NULL PRIMARY KEY,
    id BYTEA NOT NULL,
    officer BYTEA NOT NULL,
    name TEXT NOT NULL,
    authority TEXT NOT NULL,
    unit TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    begun BIGINT NOT NULL,
    seen BIGINT NOT NULL
);
CREATE INDEX web_session_officer ON web_session (officer);
CREATE INDEX web_session_begun ON web_session (begun);
CREATE TABLE web_answer (
    key BYTEA NOT NULL PRIMARY KEY,
    content BYTEA NOT NULL,
    begun BIGINT NOT NULL,
    answer BYTEA
);
CREATE INDEX web_answer_begun ON web_answer (begun);
CREATE TABLE "register_entry" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "register_name" TEXT,
    "person" BYTEA,
    "case_id" BYTEA,
    "recorded_at" BIGINT,
    "storage_ends_on" TEXT,
    "storage_citation" TEXT,
    "with_file" BIGINT,
    "marks" BIGINT,
    "sender" TEXT,
    "arrival" BIGINT,
    "sequence" BYTEA,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "register_entry__by_register_name" ON "register_entry" ("authority", "register_name", "id");
CREATE INDEX "register_entry__by_person" ON "register_entry" ("authority", "person", "id");
CREATE INDEX "register_entry__by_case_id" ON "register_entry" ("authority", "case_id", "id");
CREATE INDEX "register_entry__by_storage_ends_on" ON "register_entry" ("authority", "storage_ends_on", "id");
CREATE INDEX "register_entry__by_sequence" ON "register_entry" ("authority", "sequence", "id");
CREATE TABLE "register_link" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "register_name" TEXT,
    "a" BYTEA,
    "b" BYTEA,
    "confirmed" BIGINT,
    "since" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "register_link__by_a" ON "register_link" ("authority", "a", "id");
CREATE INDEX "register_link__by_b" ON "register_link" ("authority", "b", "id");
CREATE TABLE "log_end" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "register_name" TEXT,
    "owner" BYTEA,
    "last_day" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "log_end__by_owner" ON "log_end" ("authority", "owner", "id");
CREATE INDEX "log_end__by_last_day" ON "log_end" ("authority", "last_day", "id");
CREATE TABLE "eurodac_dataset" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "category" TEXT,
    "facial_image" BYTEA,
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
    "visa_issued" BIGINT,
    "visa_state" TEXT,
    "visa_application" TEXT,
    "security_flag" BIGINT,
    "security_source" TEXT,
    "rejected" BIGINT,
    "border_decision_final" BIGINT,
    "avrr_granted" BIGINT,
    "granted_on" TEXT,
    "refused_on" TEXT,
    "refusal_grounds" BIGINT,
    "discontinued_on" TEXT,
    "exclusion_ground" BIGINT,
    "council_decision" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "eurodac_dataset__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "finger" TEXT,
    "rolled" BIGINT,
    "quality" BIGINT,
    "minutiae" BYTEA,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset__names" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset__documents" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset__scans" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "image" BYTEA,
    "other_document" BIGINT,
    "authenticity" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset" ON DELETE CASCADE
);
CREATE INDEX "eurodac_dataset__by_origin" ON "eurodac_dataset" ("authority", "origin", "id");
CREATE INDEX "eurodac_dataset__by_reference" ON "eurodac_dataset" ("authority", "reference", "id");
CREATE INDEX "eurodac_dataset__documents__by_number" ON "eurodac_dataset__documents" ("authority", "number", "id");
CREATE TABLE "eurodac_hit" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "asked" BYTEA,
    "found" BYTEA,
    "person" BYTEA,
    "case_id" BYTEA,
    "request" BYTEA,
    "for_subject" BIGINT,
    "score" BIGINT,
    "fingers" BIGINT,
    "by_data" BIGINT,
    "category" TEXT,
    "origin" TEXT,
    "reference" TEXT,
    "event_on" TEXT,
    "sent_on" TEXT,
    "marks" BIGINT,
    "precedence" BIGINT,
    "state" TEXT,
    "received_at" BIGINT,
    "decided_by" BYTEA,
    "decided_at" BIGINT,
    "tell_by" TEXT,
    "told_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "eurodac_hit__by_asked" ON "eurodac_hit" ("authority", "asked", "id");
CREATE INDEX "eurodac_hit__by_found" ON "eurodac_hit" ("authority", "found", "id");
CREATE INDEX "eurodac_hit__by_person" ON "eurodac_hit" ("authority", "person", "id");
CREATE INDEX "eurodac_hit__by_case_id" ON "eurodac_hit" ("authority", "case_id", "id");
CREATE INDEX "eurodac_hit__by_request" ON "eurodac_hit" ("authority", "request", "id");
CREATE INDEX "eurodac_hit__by_state" ON "eurodac_hit" ("authority", "state", "id");
CREATE TABLE "eurodac_dataset_found" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "category" TEXT,
    "facial_image" BYTEA,
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
    "visa_issued" BIGINT,
    "visa_state" TEXT,
    "visa_application" TEXT,
    "security_flag" BIGINT,
    "security_source" TEXT,
    "rejected" BIGINT,
    "border_decision_final" BIGINT,
    "avrr_granted" BIGINT,
    "granted_on" TEXT,
    "refused_on" TEXT,
    "refusal_grounds" BIGINT,
    "discontinued_on" TEXT,
    "exclusion_ground" BIGINT,
    "council_decision" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "eurodac_dataset_found__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "finger" TEXT,
    "rolled" BIGINT,
    "quality" BIGINT,
    "minutiae" BYTEA,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset_found__names" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset_found__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset_found__documents" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
);
CREATE TABLE "eurodac_dataset_found__scans" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "image" BYTEA,
    "other_document" BIGINT,
    "authenticity" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "eurodac_dataset_found" ON DELETE CASCADE
);
CREATE INDEX "eurodac_dataset_found__by_origin" ON "eurodac_dataset_found" ("authority", "origin", "id");
CREATE INDEX "eurodac_dataset_found__by_reference" ON "eurodac_dataset_found" ("authority", "reference", "id");
CREATE INDEX "eurodac_dataset_found__documents__by_number" ON "eurodac_dataset_found__documents" ("authority", "number", "id");
CREATE TABLE "eurodac_notice" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "dataset" BYTEA,
    "person" BYTEA,
    "event" TEXT,
    "from_state" TEXT,
    "reference" TEXT,
    "responsible_state" TEXT,
    "act" TEXT,
    "state" TEXT,
    "received_at" BIGINT,
    "done_by" BYTEA,
    "done_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "eurodac_notice__by_dataset" ON "eurodac_notice" ("authority", "dataset", "id");
CREATE INDEX "eurodac_notice__by_person" ON "eurodac_notice" ("authority", "person", "id");
CREATE INDEX "eurodac_notice__by_state" ON "eurodac_notice" ("authority", "state", "id");
CREATE TABLE "eurodac_count" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "month" TEXT,
    "member_state" TEXT,
    "point" TEXT,
    "detail" TEXT,
    "birth_year" BIGINT,
    "sex" TEXT,
    "n" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "eurodac_count__by_month" ON "eurodac_count" ("authority", "month", "id");
CREATE TABLE "eurodac_request" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "file" TEXT,
    "offence" TEXT,
    "persons" TEXT,
    "grounds" TEXT,
    "europol" BIGINT,
    "europol_check" TEXT,
    "cir_flag" BIGINT,
    "national_check" TEXT,
    "prum_check" TEXT,
    "against_child" BIGINT,
    "child_grounds" TEXT,
    "urgent" BIGINT,
    "asked_by" BYTEA,
    "asked_unit" TEXT,
    "asked_at" BIGINT,
    "verdict" TEXT,
    "verified_by" BYTEA,
    "verified_unit" TEXT,
    "verified_at" BIGINT,
    "searched_by" BYTEA,
    "searched_at" BIGINT,
    "answered_at" BIGINT,
    "hits" BIGINT,
    "case_needs" BIGINT,
    "erased_at" BIGINT,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "eurodac_request__by_file" ON "eurodac_request" ("authority", "file", "id");
CREATE INDEX "eurodac_request__by_erase_on" ON "eurodac_request" ("authority", "erase_on", "id");
CREATE TABLE "eurodac_transmission" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "person" BYTEA,
    "case_id" BYTEA,
    "category" TEXT,
    "reference" TEXT,
    "state" TEXT,
    "put_at" BIGINT,
    "due_at" BIGINT,
    "due_under" TEXT,
    "answered_at" BIGINT,
    "urgent" BIGINT,
    "hit" BIGINT,
    "hits" BIGINT,
    "times" BIGINT,
    "late" BIGINT,
    "late_reason" TEXT,
    "late_note" TEXT,
    "problem" TEXT,
    "erased_for" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "eurodac_transmission__by_person" ON "eurodac_transmission" ("authority", "person", "id");
CREATE INDEX "eurodac_transmission__by_case_id" ON "eurodac_transmission" ("authority", "case_id", "id");
CREATE INDEX "eurodac_transmission__by_state" ON "eurodac_transmission" ("authority", "state", "id");
CREATE TABLE "cir_file" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "facial_image" BYTEA,
    "born_on" TEXT,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "sex" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "cir_file__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "finger" TEXT,
    "rolled" BIGINT,
    "quality" BIGINT,
    "minutiae" BYTEA,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
);
CREATE TABLE "cir_file__names" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
);
CREATE TABLE "cir_file__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
);
CREATE TABLE "cir_file__documents" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "cir_file" ON DELETE CASCADE
);
CREATE INDEX "cir_file__documents__by_number" ON "cir_file__documents" ("authority", "number", "id");
CREATE TABLE "person" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "number" TEXT,
    "born_on" TEXT,
    "age_estimated" BIGINT,
    "born_in" TEXT,
    "born_in_country" TEXT,
    "sex" TEXT,
    "languages" TEXT,
    "identity_certainty" TEXT,
    "arrival" BYTEA,
    "band" TEXT,
    "family_head" BYTEA,
    "family_relation" TEXT,
    "unaccompanied" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "person__names" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
);
CREATE TABLE "person__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
);
CREATE TABLE "person__documents" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "number" TEXT,
    "issuer" TEXT,
    "expires_on" TEXT,
    "mrz" TEXT,
    "certainty" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "person" ON DELETE CASCADE
);
CREATE INDEX "person__by_number" ON "person" ("authority", "number", "id");
CREATE INDEX "person__by_arrival" ON "person" ("authority", "arrival", "id");
CREATE INDEX "person__by_band" ON "person" ("authority", "band", "id");
CREATE INDEX "person__by_family_head" ON "person" ("authority", "family_head", "id");
CREATE INDEX "person__documents__by_number" ON "person__documents" ("authority", "number", "id");
CREATE TABLE "identity_decision" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "person" BYTEA,
    "other" BYTEA,
    "verdict" TEXT,
    "reason" TEXT,
    "score" BIGINT,
    "decided_by" BYTEA,
    "decided_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "identity_decision__by_person" ON "identity_decision" ("authority", "person", "id");
CREATE INDEX "identity_decision__by_other" ON "identity_decision" ("authority", "other", "id");
CREATE TABLE "setting_change" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "setting" TEXT,
    "day" TEXT,
    "on" BIGINT,
    "valid_from" BIGINT,
    "valid_until" BIGINT,
    "backdated" BIGINT,
    "why" TEXT,
    "citation" TEXT,
    "position" BIGINT,
    "set_at" BIGINT,
    "set_by" BYTEA,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "staff" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "sign_in_name" TEXT,
    "name" TEXT,
    "unit" TEXT,
    "roles" BIGINT,
    "usual_purpose" TEXT,
    "language" TEXT,
    "time_zone" TEXT,
    "active" BIGINT,
    "created_at" BIGINT,
    "password_changed_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "staff__by_sign_in_name" ON "staff" ("authority", "sign_in_name", "id");
CREATE TABLE "staff_secret" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "password_hash" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "subject_request" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "person" BYTEA,
    "concerns" TEXT,
    "received_on" TEXT,
    "wish" TEXT,
    "outcome" TEXT,
    "answer" TEXT,
    "answered_by" BYTEA,
    "answered_at" BIGINT,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "subject_request__by_person" ON "subject_request" ("authority", "person", "id");
CREATE INDEX "subject_request__by_erase_on" ON "subject_request" ("authority", "erase_on", "id");
CREATE TABLE "representation" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "person" BYTEA,
    "kind" TEXT,
    "sign_in_name" TEXT,
    "account" BYTEA,
    "name" TEXT,
    "organisation" TEXT,
    "contact" TEXT,
    "since" BIGINT,
    "designated_by" TEXT,
    "act" TEXT,
    "trained" BIGINT,
    "independent" BIGINT,
    "conflict" BIGINT,
    "normal_circumstances" BIGINT,
    "minors_in_care" BIGINT,
    "why_changed" TEXT,
    "minor_told" BIGINT,
    "until" BIGINT,
    "ended_because" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "representation__by_person" ON "representation" ("authority", "person", "id");
CREATE INDEX "representation__by_account" ON "representation" ("authority", "account", "id");
CREATE INDEX "representation__by_name" ON "representation" ("authority", "name", "id");
CREATE INDEX "representation__by_until" ON "representation" ("authority", "until", "id");
CREATE TABLE "case_file" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "number" TEXT,
    "procedure" TEXT,
    "chart_version" BIGINT,
    "state" TEXT,
    "member_state" TEXT,
    "place" TEXT,
    "person" BYTEA,
    "arrival" BYTEA,
    "follows" BYTEA,
    "holder" BYTEA,
    "held_since" BIGINT,
    "opened_at" BIGINT,
    "closed_at" BIGINT,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
);
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
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "case_id" BYTEA,
    "position" BIGINT,
    "action" TEXT,
    "form" BYTEA,
    "officer" BYTEA,
    "role" TEXT,
    "by_law" BIGINT,
    "at" BIGINT,
    "happened_at" BIGINT,
    "late_why" TEXT,
    "corrects" BYTEA,
    "undoes" BYTEA,
    "other" BYTEA,
    "from_state" TEXT,
    "to_state" TEXT,
    "reason" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "case_action__by_case_id" ON "case_action" ("authority", "case_id", "id");
CREATE INDEX "case_action__by_other" ON "case_action" ("authority", "other", "id");
CREATE TABLE "case_clock" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "case_id" BYTEA,
    "name" TEXT,
    "state" TEXT,
    "started_at" BIGINT,
    "ends_at" BIGINT,
    "last_day" TEXT,
    "outer_end" BIGINT,
    "uncertain" BIGINT,
    "citation" TEXT,
    "suspended_at" BIGINT,
    "suspended_why" TEXT,
    "stood_still" BIGINT,
    "stopped_at" BIGINT,
    "extensions" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "case_clock__by_case_id" ON "case_clock" ("authority", "case_id", "id");
CREATE INDEX "case_clock__by_state" ON "case_clock" ("authority", "state", "id");
CREATE INDEX "case_clock__by_ends_at" ON "case_clock" ("authority", "ends_at", "id");
CREATE TABLE "case_draft" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "owner" BYTEA,
    "case_id" BYTEA,
    "action" TEXT,
    "body" TEXT,
    "saved_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "case_draft__by_owner" ON "case_draft" ("authority", "owner", "id");
CREATE INDEX "case_draft__by_case_id" ON "case_draft" ("authority", "case_id", "id");
CREATE TABLE "arrival" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "number" TEXT,
    "member_state" TEXT,
    "place" TEXT,
    "event" TEXT,
    "event_at" BIGINT,
    "people" BIGINT,
    "children" BIGINT,
    "means" TEXT,
    "remarks" TEXT,
    "bands_printed" BIGINT,
    "closed_at" BIGINT,
    "erase_on" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE INDEX "arrival__by_number" ON "arrival" ("authority", "number", "id");
CREATE INDEX "arrival__by_erase_on" ON "arrival" ("authority", "erase_on", "id");
CREATE TABLE "screening_opened" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "event" TEXT,
    "event_at" BIGINT,
    "third_country_national" BIGINT,
    "entry_conditions_met" BIGINT,
    "entry_basis" TEXT,
    "application_made" BIGINT,
    "turned_back" BIGINT,
    "remains_physically" BIGINT,
    "custody_until_removal" BIGINT,
    "illegally_staying" BIGINT,
    "crossed_external_border_irregularly" BIGINT,
    "internal_border_controlled" BIGINT,
    "already_screened" BIGINT,
    "sent_back_under_bilateral" BIGINT,
    "sent_back_to" TEXT,
    "sent_back_authority" TEXT,
    "criminal_or_extradition" BIGINT,
    "state_stops_for_criminal_case" BIGINT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "information_given" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "items" BIGINT,
    "language" TEXT,
    "channel" TEXT,
    "interpreter" BIGINT,
    "child_friendly" BIGINT,
    "assistant_present" BIGINT,
    "acknowledged" TEXT,
    "given_by" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "assistance_of_minor" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "assistant" TEXT,
    "organisation" TEXT,
    "family_accompanies" BIGINT,
    "provisional_designated" BIGINT,
    "provisional_representative" BIGINT,
    "trained" BIGINT,
    "independent" BIGINT,
    "minors_in_care" BIGINT,
    "normal_circumstances" BIGINT,
    "present_from" BIGINT,
    "why_changed" TEXT,
    "why_none" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "health_check" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "outcome" TEXT,
    "needs" BIGINT,
    "examined_by" TEXT,
    "no_check_reason" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "vulnerability_check" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "found" BIGINT,
    "indications" BIGINT,
    "reception_needs" BIGINT,
    "procedural_needs" BIGINT,
    "support" TEXT,
    "trained_for_minors" BIGINT,
    "child_protection_told" BIGINT,
    "checked_by" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "biometrics_taken" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "capture" TEXT,
    "facial_image" BYTEA,
    "trained_for_minors" BIGINT,
    "adult_present" BIGINT,
    "risk_to_child" BIGINT,
    "child_protection_told" BIGINT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "biometrics_taken__fingerprints" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "finger" TEXT,
    "rolled" BIGINT,
    "quality" BIGINT,
    "minutiae" BYTEA,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "biometrics_taken" ON DELETE CASCADE
);
CREATE TABLE "identity_check" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "means" BIGINT,
    "cir" TEXT,
    "sis" TEXT,
    "national" TEXT,
    "portal_used" BIGINT,
    "second_query" TEXT,
    "failure_reason" TEXT,
    "done_at_border_check" BIGINT,
    "name_certainty" TEXT,
    "birth_date_certainty" TEXT,
    "birth_place_certainty" TEXT,
    "sex_certainty" TEXT,
    "nationality_certainty" TEXT,
    "residence_certainty" TEXT,
    "languages_certainty" TEXT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "security_check" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "done_at_border_check" BIGINT,
    "hit" BIGINT,
    "threat" BIGINT,
    "reasons" BIGINT,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "security_check__queries" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "system" TEXT,
    "result" TEXT,
    "reason" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "security_check" ON DELETE CASCADE
);
CREATE TABLE "watchlist_opinion" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "received_at" BIGINT,
    "threat" BIGINT,
    "opinion" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_statement" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "application_made" BIGINT,
    "applied_at" BIGINT,
    "applied_where" TEXT,
    "family_in_union" BIGINT,
    "cooperated" BIGINT,
    "residence_before" TEXT,
    "reason_of_entry" TEXT,
    "departed_from" TEXT,
    "lived_in" TEXT,
    "destination" TEXT,
    "smuggling" BIGINT,
    "trafficking" BIGINT,
    "remarks" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_statement__family" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "name" TEXT,
    "relation" TEXT,
    "member_state" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "screening_statement" ON DELETE CASCADE
);
CREATE TABLE "screening_statement__route" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    "sought_protection" BIGINT,
    "got_protection" BIGINT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "screening_statement" ON DELETE CASCADE
);
CREATE TABLE "application_recorded" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "applied_at" BIGINT,
    "place" TEXT,
    "said_to" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "application_withdrawn" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "withdrawn_at" BIGINT,
    "informed" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_circumstances" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "over_72_hours" BIGINT,
    "custody_over_72_hours" BIGINT,
    "release_at" BIGINT,
    "influx_notified" BIGINT,
    "influx_from" TEXT,
    "influx_until" TEXT,
    "health_ended_at" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "relocation_planned" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "planned" BIGINT,
    "member_state" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "access_refused" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "organisation" TEXT,
    "ground" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "shift_note" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "note" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "form_offered" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "copy" TEXT,
    "language" TEXT,
    "chance_to_object" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "form_offered__objections" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "item" TEXT,
    "statement" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "form_offered" ON DELETE CASCADE
);
CREATE TABLE "screening_eurodac_erased" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "because" TEXT,
    "erased_on" TEXT,
    "category" TEXT,
    "transmitted_on" TEXT,
    "kept_until" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_referral" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "referral" TEXT,
    "referred_to" TEXT,
    "relocation_state" TEXT,
    "open_checks" BIGINT,
    "why_open" TEXT,
    "ended_by" TEXT,
    "own_reasons" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_ended" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "circumstances" TEXT,
    "sent_to" TEXT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "screening_departure" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "country" TEXT,
    "own_decision" BIGINT,
    "accepted_there" BIGINT,
    "best_interests" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "allegation_received" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "subjects" BIGINT,
    "received_at" BIGINT,
    "received_from" TEXT,
    "screening" TEXT,
    "account" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "allegation_finding" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "reasons" TEXT,
    "offence_or_claim" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "allegation_referred" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "to_body" TEXT,
    "reference" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "allegation_closed" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "outcome" TEXT,
    "recommendation" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "announcement_received" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "from_authority" TEXT,
    "from_number" TEXT,
    "event_at" BIGINT,
    "place" TEXT,
    "born_on" TEXT,
    "sex" TEXT,
    "languages" TEXT,
    "unaccompanied" BIGINT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "announcement_received__names" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "kind" TEXT,
    "family" TEXT,
    "given" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "announcement_received" ON DELETE CASCADE
);
CREATE TABLE "announcement_received__nationalities" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "position" BIGINT NOT NULL,
    "country" TEXT,
    PRIMARY KEY ("authority", "id", "position"),
    FOREIGN KEY ("authority", "id") REFERENCES "announcement_received" ON DELETE CASCADE
);
CREATE TABLE "announcement_screened" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "screening" TEXT,
    PRIMARY KEY ("authority", "id")
);
CREATE TABLE "announcement_missed" (
    "authority" TEXT NOT NULL,
    "id" BYTEA NOT NULL,
    "version" BIGINT NOT NULL,
    "what_was_done" TEXT,
    PRIMARY KEY ("authority", "id")
);
