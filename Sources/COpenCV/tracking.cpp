#include "COpenCV.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

thread_local std::string message;

// Runs a body and keeps the message of what it throws: no exception may leave this file.
template <typename Body> int guarded(Body body) {
  try {
    body();
    return 0;
  } catch (const std::exception &error) {
    message = error.what();
  } catch (...) {
    message = "unknown error";
  }
  return -1;
}

}  // namespace

struct ocv_frame {
  cv::Mat grey;
  // Levels and their derivatives in turn, as calcOpticalFlowPyrLK takes them.
  std::vector<cv::Mat> pyramid;
};

struct ocv_dis {
  cv::Ptr<cv::DISOpticalFlow> flow;
};

void ocv_setup(void) {
  guarded([] { cv::setNumThreads(1); });
}

const char *ocv_error(void) { return message.c_str(); }

ocv_frame *ocv_frame_create(
  const uint8_t *rgb, int rgb_width, int rgb_height, int width, int height, int window, int levels) {
  ocv_frame *frame = nullptr;
  const int code = guarded([&] {
    frame = new ocv_frame();
    const cv::Mat picture(rgb_height, rgb_width, CV_8UC3, const_cast<uint8_t *>(rgb));
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    if (width != rgb_width || height != rgb_height) {
      cv::resize(grey, frame->grey, cv::Size(width, height), 0, 0, cv::INTER_AREA);
    } else {
      frame->grey = grey;
    }
    cv::buildOpticalFlowPyramid(frame->grey, frame->pyramid, cv::Size(window, window), levels, true);
  });
  if (code != 0) {
    delete frame;
    return nullptr;
  }
  return frame;
}

void ocv_frame_destroy(ocv_frame *frame) { delete frame; }

void ocv_frame_copy_grey(const ocv_frame *frame, uint8_t *grey) {
  for (int row = 0; row < frame->grey.rows; row += 1) {
    const uint8_t *source = frame->grey.ptr<uint8_t>(row);
    std::copy(source, source + frame->grey.cols, grey + size_t(row) * size_t(frame->grey.cols));
  }
}

int ocv_lucas_kanade(
  const ocv_frame *from, const ocv_frame *to_frame, const float *points, float *to, uint8_t *status, int count, int window,
  int levels, int iterations, double precision, double least_eigenvalue) {
  if (count == 0) return 0;
  return guarded([&] {
    const cv::Mat start(count, 1, CV_32FC2, const_cast<float *>(points));
    cv::Mat end(count, 1, CV_32FC2, to);
    cv::Mat found(count, 1, CV_8UC1, status);
    const cv::TermCriteria criteria(cv::TermCriteria::COUNT + cv::TermCriteria::EPS, iterations, precision);
    cv::calcOpticalFlowPyrLK(
      from->pyramid, to_frame->pyramid, start, end, found, cv::noArray(), cv::Size(window, window), levels, criteria,
      cv::OPTFLOW_USE_INITIAL_FLOW, least_eigenvalue);
  });
}

int ocv_corners(const ocv_frame *frame, int block, float *values) {
  return guarded([&] {
    cv::Mat eigenvalues(frame->grey.rows, frame->grey.cols, CV_32FC1, values);
    cv::cornerMinEigenVal(frame->grey, eigenvalues, block, 3);
  });
}

ocv_dis *ocv_dis_create(int quality) {
  ocv_dis *dis = nullptr;
  const int code = guarded([&] {
    dis = new ocv_dis();
    dis->flow = cv::DISOpticalFlow::create(
      quality <= 0 ? cv::DISOpticalFlow::PRESET_ULTRAFAST
                   : quality == 1 ? cv::DISOpticalFlow::PRESET_FAST : cv::DISOpticalFlow::PRESET_MEDIUM);
  });
  if (code != 0) {
    delete dis;
    return nullptr;
  }
  return dis;
}

void ocv_dis_destroy(ocv_dis *dis) { delete dis; }

int ocv_dis_flow(ocv_dis *dis, const ocv_frame *from, const ocv_frame *to, int reduction, float *flow) {
  return guarded([&] {
    cv::Mat a = from->grey, b = to->grey;
    if (reduction > 1) {
      const cv::Size size((a.cols + reduction - 1) / reduction, (a.rows + reduction - 1) / reduction);
      cv::Mat small;
      cv::resize(a, small, size, 0, 0, cv::INTER_AREA);
      a = small;
      cv::Mat other;
      cv::resize(b, other, size, 0, 0, cv::INTER_AREA);
      b = other;
    }
    cv::Mat result(a.rows, a.cols, CV_32FC2, flow);
    result.setTo(cv::Scalar::all(0));
    dis->flow->calc(a, b, result);
    if (result.ptr<float>() != flow) throw std::runtime_error("the flow was written elsewhere");
  });
}

int ocv_patch(const ocv_frame *frame, float x, float y, int size, float *values) {
  return guarded([&] {
    cv::Mat patch(size, size, CV_32FC1, values);
    cv::getRectSubPix(frame->grey, cv::Size(size, size), cv::Point2f(x, y), patch, CV_32F);
  });
}

int ocv_search(
  const ocv_frame *frame, const float *patch, int size, float x, float y, int reach, float *found_x, float *found_y, float *score,
  float *second) {
  *score = *second = -1;
  return guarded([&] {
    const int column = cvRound(x), row = cvRound(y), half = size / 2 + reach;
    if (column - half < 0 || row - half < 0 || column + half >= frame->grey.cols || row + half >= frame->grey.rows) return;
    cv::Mat window, scores;
    frame->grey(cv::Rect(column - half, row - half, 2 * half + 1, 2 * half + 1)).convertTo(window, CV_32F);
    cv::matchTemplate(window, cv::Mat(size, size, CV_32FC1, const_cast<float *>(patch)), scores, cv::TM_CCOEFF_NORMED);
    double best = -1;
    cv::Point place;
    cv::minMaxLoc(scores, nullptr, &best, nullptr, &place);
    *score = float(best);
    for (int r = 0; r < scores.rows; r += 1) {
      for (int c = 0; c < scores.cols; c += 1) {
        if (std::abs(r - place.y) > 2 || std::abs(c - place.x) > 2) *second = std::max(*second, scores.at<float>(r, c));
      }
    }
    // The top of the parabola through three values.
    const auto between = [](float a, float b, float c) {
      const float bend = a - 2 * b + c;
      return bend < 0 ? 0.5f * (a - c) / bend : 0.0f;
    };
    float dx = 0, dy = 0;
    if (place.x > 0 && place.x + 1 < scores.cols) {
      dx = between(scores.at<float>(place.y, place.x - 1), *score, scores.at<float>(place.y, place.x + 1));
    }
    if (place.y > 0 && place.y + 1 < scores.rows) {
      dy = between(scores.at<float>(place.y - 1, place.x), *score, scores.at<float>(place.y + 1, place.x));
    }
    *found_x = float(column - reach + place.x) + dx;
    *found_y = float(row - reach + place.y) + dy;
  });
}
