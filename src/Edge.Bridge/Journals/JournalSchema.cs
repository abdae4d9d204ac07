namespace Edge.Bridge.Journals;

/// <summary>The tables of a journal, by version. A file of an older version is brought forward, step by step; a newer one is
/// refused.</summary>
internal static class JournalSchema
{
    // Each step brings the file from its index to the next version.
    private static readonly string[][] Steps =
    [
        [
            // Once for each message, whatever the number of those it is for.
            """
            CREATE TABLE message (
                id INTEGER PRIMARY KEY, topic BLOB NOT NULL, payload BLOB NOT NULL, retained INTEGER NOT NULL,
                received_at INTEGER NOT NULL, recipients INTEGER NOT NULL)
            """,
            // One for each recipient: 0 is the uplink, others are sessions. Its packet identifier follows from its place.
            """
            CREATE TABLE delivery (
                recipient INTEGER NOT NULL, sequence INTEGER NOT NULL, message INTEGER NOT NULL, qos INTEGER NOT NULL,
                released INTEGER NOT NULL, PRIMARY KEY (recipient, sequence)) WITHOUT ROWID
            """,
            // QoS 2 identifiers that were taken from a peer and not released by it.
            """
            CREATE TABLE inbound (
                recipient INTEGER NOT NULL, identifier INTEGER NOT NULL, PRIMARY KEY (recipient, identifier)) WITHOUT ROWID
            """,
            """
            CREATE TABLE session (
                id INTEGER PRIMARY KEY, client_id TEXT NOT NULL, clean INTEGER NOT NULL, disconnected_at INTEGER,
                will_topic BLOB, will_payload BLOB, will_qos INTEGER, will_retained INTEGER, will_grace_ms INTEGER)
            """,
            """
            CREATE TABLE subscription (
                session INTEGER NOT NULL, filter BLOB NOT NULL, qos INTEGER NOT NULL, PRIMARY KEY (session, filter))
                WITHOUT ROWID
            """,
        ],
        [
            // Where it began: on a link without users nobody may take it away.
            "ALTER TABLE session ADD COLUMN link TEXT",
            // The topics that MQTT-SN gives a number.
            """
            CREATE TABLE topic (
                session INTEGER NOT NULL, id INTEGER NOT NULL, name BLOB NOT NULL, PRIMARY KEY (session, id)) WITHOUT ROWID
            """,
        ],
    ];

    // Marks the file as a journal of ours ("EdgJ").
    private const long ApplicationId = 0x4564674A;

    private static int Version => Steps.Length;

    /// <summary>Looks whether the file is ours, and changes nothing.</summary>
    /// <exception cref="JournalException">The file is something else, or comes from a newer version.</exception>
    public static void Check(Database database, string path)
    {
        long applicationId = database.Execute("PRAGMA application_id");
        long version = database.Execute("PRAGMA user_version");
        bool isEmpty = database.Execute("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isEmpty && applicationId != ApplicationId)
        {
            throw new JournalException($"{path} is a database of something else; name another file");
        }

        if (version > Version)
        {
            throw new JournalException(
                $"{path} was written by a newer version (schema {version}, this one knows {Version}); use that version");
        }
    }

    /// <summary>Makes the tables, or brings them forward.</summary>
    public static void Bring(Database database)
    {
        long version = database.Execute("PRAGMA user_version");
        if (version == Version)
        {
            return;
        }

        database.Execute("BEGIN IMMEDIATE");
        for (long step = version; step < Version; step++)
        {
            foreach (string sql in Steps[step])
            {
                database.Execute(sql);
            }
        }

        database.Execute($"PRAGMA application_id = {ApplicationId}");
        database.Execute($"PRAGMA user_version = {Version}");
        database.Execute("COMMIT");
    }
}
