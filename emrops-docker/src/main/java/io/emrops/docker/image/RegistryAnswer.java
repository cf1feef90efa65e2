package io.emrops.docker.image;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.TargetUnavailableException;
import java.util.regex.Pattern;

/** What a registry says of an image. */
public sealed interface RegistryAnswer {
    Pattern DENIED = Pattern.compile("unauthorized|denied|authentication required|no basic auth");
    Pattern MISSING = Pattern.compile("manifest unknown|name unknown|not found");

    /**
     * It has it.
     *
     * @param digest {@code repository@sha256:…}
     * @param mediaType what kind of manifest it is of; empty if it was not told
     */
    record Found(String digest, String mediaType) implements RegistryAnswer {
        public Found(String digest) {
            this(digest, "");
        }

        /** Whether it stands for one image for each of several platforms. */
        public boolean isIndex() {
            return mediaType.contains("manifest.list") || mediaType.contains("image.index");
        }

        /** Whether an image on the engine is the same, whatever repository it was fetched from. */
        public boolean is(Images.Local image) {
            var sum = digest.substring(digest.indexOf('@'));
            return image.repoDigests().stream().anyMatch(known -> known.endsWith(sum));
        }

        @Override
        public EmropsException refusal(String image) {
            throw new IllegalStateException(image + " is there");
        }
    }

    /** It has no such image. */
    record Missing() implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new PreconditionFailedException("The registry does not have " + image);
        }
    }

    /** It does not say. */
    record Denied() implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new PreconditionFailedException(
                    "The registry refuses access to " + image + ", or does not have its repository");
        }
    }

    /** It was not asked, as no image can have such a name. */
    record NoName() implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new PreconditionFailedException("No image can have the name " + image);
        }
    }

    /** It does not answer. */
    record Unreachable(int status) implements RegistryAnswer {
        @Override
        public EmropsException refusal(String image) {
            return new TargetUnavailableException(
                    "The registry of " + image + " does not answer, and the Docker engine does not have the image"
                            + " from elsewhere: HTTP " + status);
        }
    }

    /** Why it is not known what the registry has, as part of a sentence. */
    default String reason() {
        if (this instanceof Unreachable away) {
            return "its registry does not answer, HTTP " + away.status();
        }
        if (this instanceof NoName) {
            return "no image can have such a name";
        }
        return this instanceof Denied
                ? "its registry refuses access to it, or does not have its repository"
                : "its registry does not have the name";
    }

    /** The exception to throw when the image is needed from the registry. */
    EmropsException refusal(String image);

    static RegistryAnswer of(String name, int status, String digest, String message) {
        return of(name, status, digest, "", message);
    }

    static RegistryAnswer of(String name, int status, String digest, String mediaType, String message) {
        if (status == 200 && !digest.isEmpty()) {
            return new Found(ImageName.of(name).repository() + "@" + digest, mediaType);
        }
        // Docker 20.10 gives 403 and 500 for some of these, so that the words decide.
        if (MISSING.matcher(message).find() || status == 404) {
            return new Missing();
        }
        return DENIED.matcher(message).find() || status == 401 || status == 403
                ? new Denied()
                : new Unreachable(status);
    }
}
