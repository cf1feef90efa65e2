package io.emrops.windows;

/** The scripts that every host needs. */
final class Scripts {
    static final PowerShellScript<Nothing, MachineIdentity> IDENTITY =
            PowerShellScript.reading(Scripts.class, "windows/identity", Nothing.class, MachineIdentity.class);

    static final PowerShellScript<PathOnHost, FileHash> FILE_HASH =
            PowerShellScript.reading(Scripts.class, "windows/file-hash", PathOnHost.class, FileHash.class);

    static final PowerShellScript<Chunk, ChunkAnswer> FILE_PUT =
            PowerShellScript.changing(Scripts.class, "windows/file-put", Chunk.class, ChunkAnswer.class);

    private Scripts() {}

    record Nothing() {}

    record PathOnHost(String path) {}

    record FileHash(boolean exists, long length, String sha256) {}

    /** @param total how long the file is when it is whole */
    record Chunk(String path, String token, long offset, long total, String sha256) {}

    record ChunkAnswer(long length, String sha256, boolean finished) {}
}
