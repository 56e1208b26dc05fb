"""The tables of the state's file.

A workspace is a small number here, and a customer's `key` is that number and the customer's id in one integer: so that a
customer is found by rowid, a micro-batch writes in the order of the file, and a timer's index holds two integers.
"""

from regulars.kit.clock import NEVER

VERSION = 2

ID_BITS = 40
"""Room for 10^12 customers in each of 4 million workspaces."""
ID_MASK = (1 << ID_BITS) - 1

PEOPLE = """
create table people (
    workspace integer not null, id text not null, member blob not null, primary key (workspace, id)
) strict;
create table passes (hash blob primary key, pass blob not null) strict;
create table trail (
    workspace integer not null, number integer not null, act blob not null, hash blob not null, primary key (workspace, number)
) strict;
create trigger trail_kept before update on trail begin select raise(abort, 'the audit trail does not change'); end;
create trigger trail_whole before delete on trail begin select raise(abort, 'the audit trail does not change'); end;
"""
"""Those who sign in to the console, and what was done."""

UPGRADES = {1: PEOPLE}
"""What makes a file of a version one of the next."""

SCHEMA = f"""
create table place ("offset" integer not null, at integer not null) strict;
insert into place values (0, 0);
create table workspaces (
    number integer primary key, name text not null unique, title text not null default '', created_at integer
) strict;

create table customers (
    key integer primary key, due integer not null, merged_into integer not null, crc integer not null, record blob not null
) strict;
create index customers_due on customers (due) where due < {NEVER};
create index customers_merged on customers (merged_into) where merged_into > 0;
create table tops (workspace integer primary key, top integer not null, customers integer not null) strict;
create trigger customer_born after insert on customers begin
    insert into tops values (new.key >> {ID_BITS}, new.key & {ID_MASK}, 1)
    on conflict do update set top = max(top, excluded.top), customers = customers + 1;
end;

create table identifiers (
    workspace integer not null, kind text not null, value text not null, customer integer not null,
    primary key (workspace, kind, value)
) strict, without rowid;
create index identifiers_customer on identifiers (workspace, customer);

create table members (
    workspace integer not null, segment text not null, customer integer not null, since integer not null,
    primary key (workspace, segment, customer)
) strict, without rowid;
create table sizes (
    workspace integer not null, segment text not null, members integer not null, primary key (workspace, segment)
) strict, without rowid;
create trigger member_joined after insert on members begin
    insert into sizes values (new.workspace, new.segment, 1) on conflict do update set members = members + 1;
end;
create trigger member_left after delete on members begin
    update sizes set members = members - 1 where workspace = old.workspace and segment = old.segment;
end;

create table messages (
    id integer primary key, workspace integer not null, key text not null, customer integer not null, channel text not null,
    template text not null, status text not null, due integer not null, attempt integer not null default 0,
    claimed_at integer not null default 0, settled_at integer not null default 0, verdict text not null default '',
    detail text not null default '', provider_id text not null default '', message blob not null,
    unique (workspace, key)
) strict;
create index messages_due on messages (due) where status = 'pending';
create index messages_customer on messages (customer, claimed_at);
create index messages_status on messages (workspace, status);

create table failures (
    workspace integer not null, "offset" integer not null, place integer not null, source text not null, code text not null,
    path text not null, message_id text not null, received_at integer not null, body blob not null,
    reprocessed_at integer not null, unique (workspace, "offset", place)
) strict;
create index failures_open on failures (workspace, code) where reprocessed_at = 0;

create table spool (
    sequence integer primary key autoincrement, "offset" integer not null, workspace integer not null, blob blob not null
) strict;
create table counts (
    workspace integer not null, name text not null, total integer not null, primary key (workspace, name)
) strict, without rowid;
create table shared (
    workspace integer not null, name text not null, value blob not null, primary key (workspace, name)
) strict;

create table keys (
    hash blob primary key, workspace integer not null, created_at integer not null, key blob not null
) strict;
create table versions (
    workspace integer not null, number integer not null, bundle blob not null, applied_at integer not null,
    "offset" integer not null, primary key (workspace, number)
) strict;
create table jobs (
    workspace integer not null, id text not null, started_at integer not null, job blob not null, primary key (workspace, id)
) strict;
create table notes (
    workspace integer not null, name text not null, value blob not null, primary key (workspace, name)
) strict;
{PEOPLE}"""
