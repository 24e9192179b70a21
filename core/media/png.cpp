// PNG by FFmpeg's own codec: OpenCV's imgcodecs would load some hundred further libraries (GDAL and
// what it needs) into every start of the program.

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>

extern "C" {
#include <libavutil/crc.h>
}

#include "base/atomic_file.h"
#include "media/ffmpeg.h"
#include "media/file_input.h"
#include "media/image.h"
#include "media/picture_converter.h"

namespace unroll::media {

namespace {

constexpr int kMaxPngSide = 8192;
constexpr int64_t kMaxPngBytes = int64_t{256} << 20;
constexpr size_t kSignatureAndHeader = 8 + 25;  ///< PNG signature and the IHDR chunk

void appendBigEndian(std::vector<uint8_t>& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(value >> shift));
}

/// An iTXt chunk: UTF-8, not compressed.
std::vector<uint8_t> textChunk(const std::string& key, const std::string& text) {
  std::vector<uint8_t> body;
  const std::string_view kind = "iTXt";
  body.insert(body.end(), kind.begin(), kind.end());
  body.insert(body.end(), key.begin(),
              key.begin() + static_cast<ptrdiff_t>(std::min<size_t>(key.size(), 79)));
  body.insert(body.end(), {0, 0, 0, 0, 0});
  body.insert(body.end(), text.begin(), text.end());
  std::vector<uint8_t> chunk;
  appendBigEndian(chunk, static_cast<uint32_t>(body.size() - kind.size()));
  const auto* table = av_crc_get_table(AV_CRC_32_IEEE_LE);
  const uint32_t crc = av_crc(table, 0xFFFFFFFFU, body.data(), body.size()) ^ 0xFFFFFFFFU;
  chunk.insert(chunk.end(), body.begin(), body.end());
  appendBigEndian(chunk, crc);
  return chunk;
}

tl::unexpected<Error> damaged(const std::string& path) {
  return fail(ErrorKind::Corrupt, fmt::format("{} is not a PNG picture that can be read.", path));
}

}  // namespace

Result<std::vector<uint8_t>> encodePng(const Image& image,
                                       const std::map<std::string, std::string>& metadata) {
  quietFfmpeg();
  const auto bytes = static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * 3;
  if (image.width <= 0 || image.height <= 0 || image.rgb.size() != bytes) {
    return fail(ErrorKind::Internal,
                fmt::format("a picture of {}x{} with {} bytes cannot be encoded.", image.width,
                            image.height, image.rgb.size()));
  }
  CodecPtr encoder(avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_PNG)));
  FramePtr frame(av_frame_alloc());
  PacketPtr packet(av_packet_alloc());
  if (!encoder || !frame || !packet) return fail(ErrorKind::OutOfMemory, "No memory is left.");
  encoder->width = frame->width = image.width;
  encoder->height = frame->height = image.height;
  encoder->pix_fmt = AV_PIX_FMT_RGB24;
  frame->format = AV_PIX_FMT_RGB24;
  encoder->time_base = {1, 25};
  encoder->thread_count = 1;
  int code = avcodec_open2(encoder.get(), nullptr, nullptr);
  if (code >= 0) code = av_frame_get_buffer(frame.get(), 0);
  if (code >= 0) {
    const auto row = static_cast<size_t>(image.width) * 3;
    for (int y = 0; y < image.height; ++y) {
      std::memcpy(frame->data[0] + static_cast<ptrdiff_t>(y) * frame->linesize[0],
                  image.rgb.data() + static_cast<size_t>(y) * row, row);
    }
    code = avcodec_send_frame(encoder.get(), frame.get());
  }
  if (code >= 0) code = avcodec_receive_packet(encoder.get(), packet.get());
  if (code < 0 || static_cast<size_t>(packet->size) < kSignatureAndHeader) {
    return fail(ErrorKind::Internal,
                fmt::format("a PNG could not be made: {}.", ffmpegMessage(code)));
  }
  std::vector<uint8_t> png(packet->data, packet->data + packet->size);
  auto place = png.begin() + kSignatureAndHeader;
  for (const auto& [key, text] : metadata) {
    const auto chunk = textChunk(key, text);
    place = png.insert(place, chunk.begin(), chunk.end()) + static_cast<ptrdiff_t>(chunk.size());
  }
  return png;
}

Result<void> savePng(const std::string& path, const Image& image,
                     const std::map<std::string, std::string>& metadata) {
  UNROLL_TRY_ASSIGN(png, encodePng(image, metadata));
  // The bytes as characters, which is what a text view is made of.
  std::string_view contents(reinterpret_cast<const char*>(png.data()), png.size());
  return writeFileAtomically(realVfs(), path, contents);
}

Result<Image> loadPng(const std::string& path) {
  quietFfmpeg();
  UNROLL_TRY_ASSIGN(input, FileInput::open(path));
  if (input->size() > kMaxPngBytes) return damaged(path);
  CodecPtr decoder(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_PNG)));
  FramePtr frame(av_frame_alloc());
  PacketPtr packet(av_packet_alloc());
  if (!decoder || !frame || !packet ||
      av_new_packet(packet.get(), static_cast<int>(input->size())) < 0) {
    return fail(ErrorKind::OutOfMemory, fmt::format("No memory is left to read {}.", path));
  }
  if (avio_read(input->context(), packet->data, packet->size) != packet->size) {
    return fail(ErrorKind::Unreadable, fmt::format("{} cannot be read to its end.", path));
  }
  decoder->thread_count = 1;
  decoder->max_pixels = int64_t{kMaxPngSide} * kMaxPngSide;
  if (avcodec_open2(decoder.get(), nullptr, nullptr) < 0 ||
      avcodec_send_packet(decoder.get(), packet.get()) < 0 ||
      avcodec_receive_frame(decoder.get(), frame.get()) < 0) {
    return damaged(path);
  }
  auto image = PictureConverter().convert(*frame, 1, {}, kMaxPngSide);
  if (!image) return damaged(path);
  return std::move(*image);
}

}  // namespace unroll::media
