package io.caravan.bench;

import io.caravan.model.S3Uri;
import io.caravan.port.ObjectStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects as files below a folder. A copy is a link, as S3 copies without the caller's help. */
record FileStore(Path folder) implements ObjectStore {

    Path path(S3Uri uri) {
        return folder.resolve(uri.bucket()).resolve(uri.key());
    }

    @Override
    public Optional<Info> head(S3Uri uri) {
        Path path = path(uri);
        return Files.isRegularFile(path) ? Optional.of(info(uri, path)) : Optional.empty();
    }

    @Override
    public InputStream read(S3Uri uri, long from, long to) throws IOException {
        return new Range(Files.newByteChannel(path(uri)).position(from), to);
    }

    /** A file up to a position. */
    private static final class Range extends InputStream {
        private final SeekableByteChannel channel;
        private final long to;

        Range(SeekableByteChannel channel, long to) {
            this.channel = channel;
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            long left = to - channel.position();
            return left <= 0 ? -1 : channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(count, left)));
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Override
    public void put(S3Uri uri, byte[] bytes, String contentType) {
        try {
            Files.write(made(uri), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Upload write(S3Uri uri, String contentType) {
        try {
            Path path = made(uri);
            Path part = path.resolveSibling(path.getFileName() + ".part");
            return new FileUpload(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16), part, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FileUpload extends Upload {
        private final OutputStream out;
        private final Path part;
        private final Path path;

        FileUpload(OutputStream out, Path part, Path path) {
            this.out = out;
            this.part = part;
            this.path = path;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void complete() throws IOException {
            out.close();
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(part);
        }
    }

    @Override
    public Stream<Info> list(S3Uri prefix) {
        Path below = path(prefix);
        if (!Files.isDirectory(below)) {
            return Stream.empty();
        }
        Path bucket = folder.resolve(prefix.bucket());
        try (Stream<Path> files = Files.walk(below)) {
            return files
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> info(
                            new S3Uri(prefix.bucket(), bucket.relativize(file).toString()), file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean copy(S3Uri from, String eTag, S3Uri to) {
        try {
            Path made = made(to);
            Files.deleteIfExists(made);
            Files.createLink(made, path(from));
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void concatenate(List<Piece> pieces, S3Uri to, String contentType) throws IOException {
        try (OutputStream out = Files.newOutputStream(made(to))) {
            for (Piece piece : pieces) {
                try (InputStream in =
                        read(piece.uri(), piece.from(), Math.min(piece.to(), Files.size(path(piece.uri()))))) {
                    in.transferTo(out);
                }
            }
        }
    }

    @Override
    public void delete(S3Uri uri) {
        try {
            Files.deleteIfExists(path(uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public URI link(S3Uri uri, Duration valid) {
        return path(uri).toUri();
    }

    private Path made(S3Uri uri) throws IOException {
        Path path = path(uri);
        Files.createDirectories(path.getParent());
        return path;
    }

    private static Info info(S3Uri uri, Path path) {
        try {
            var modified = Files.getLastModifiedTime(path).toInstant();
            return new Info(uri, Files.size(path), modified.toString(), modified);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
