package io.caravan.local;

import io.caravan.format.DataSets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/** Puts a data set of the user's disk into the bucket: a file, or all files of known formats in a folder. */
record DataUpload(S3Client s3, PrintWriter out) {
    /**
     * Uploads what a path names.
     *
     * @return the URI that a manifest names it by
     */
    String of(Path path) throws IOException {
        String name = "data/" + path.getFileName();
        if (Files.isRegularFile(path)) {
            put(path, name);
            out.println("uploaded " + path.getFileName() + " (" + Files.size(path) + " bytes) to " + uri(name));
            return uri(name);
        }
        if (!Files.isDirectory(path)) {
            throw new IOException("s3_uri: there is no file or folder " + path + " to upload");
        }
        folder(path, name + "/");
        return uri(name + "/");
    }

    private void folder(Path folder, String prefix) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> DataSets.known(file.toString()))
                    .sorted()
                    .toList();
        }
        var keys = new HashSet<String>();
        long bytes = 0;
        for (Path file : files) {
            String key = prefix + folder.relativize(file).toString().replace('\\', '/');
            put(file, key);
            keys.add(key);
            bytes += Files.size(file);
        }
        clear(prefix, keys);
        out.println("uploaded " + files.size() + " files (" + bytes + " bytes) to " + uri(prefix));
    }

    /** What an earlier upload left there, and is in the folder no more, is not part of this data set. */
    private void clear(String prefix, Set<String> keys) {
        List<String> stale =
                s3
                        .listObjectsV2Paginator(
                                request -> request.bucket(Blueprint.BUCKET).prefix(prefix))
                        .contents()
                        .stream()
                        .map(object -> object.key())
                        .filter(key -> !keys.contains(key))
                        .toList();
        stale.forEach(key ->
                s3.deleteObject(request -> request.bucket(Blueprint.BUCKET).key(key)));
    }

    private void put(Path file, String key) {
        s3.putObject(request -> request.bucket(Blueprint.BUCKET).key(key), file);
    }

    private static String uri(String key) {
        return "s3://" + Blueprint.BUCKET + "/" + key;
    }
}
